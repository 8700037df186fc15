"""The places of the desk, one to a file: what fills the frame under the top line."""
