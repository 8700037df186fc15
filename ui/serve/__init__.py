"""The terminal app in a browser: a small server on this machine, for one visitor with a token."""
