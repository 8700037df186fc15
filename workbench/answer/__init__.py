"""From a question and ranked hits to a cited, checked answer.

The chain is one file a step: ``understand`` the question, ``gather`` hits, choose ``quotes``,
``write`` from them where a model helps, ``verify`` every sentence, ``settle`` what is shown, or
``refuse``. ``answerer`` runs it; it is handed search, embedding and writing as functions, so this
room knows neither the catalogue nor a model file.
"""
