"""llama.cpp behind three small objects: a loaded model, an embedding and a generation engine.

Nothing here is safe to call from two threads, and a wrong call ends the process rather than
raising (see each module). ``index.model_child`` is therefore the only caller, in a process of its
own; ``index.tokens`` uses the vocabulary alone, which loads no weights and computes nothing.
"""
