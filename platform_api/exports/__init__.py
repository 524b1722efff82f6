"""Taking the whole record along: asked for by its holder, made in the background part by part, fetched for a while."""
