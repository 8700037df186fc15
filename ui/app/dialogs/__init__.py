"""Small windows over the desk that ask or tell one thing and close again."""
