"""What the tests stand on: real parts, small; a browser that refuses bad pages; the static checks of `make check`."""
