"""Finding passages: match by words and by meaning, fuse into one list, load what was found."""
