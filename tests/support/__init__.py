"""What the tests stand on: real parts started small, a browser that refuses bad pages, and the static checks of `make check`."""
