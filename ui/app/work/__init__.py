"""The functions that run on threads: each asks the library one thing and answers with a message.

A file for each matter. They own no state and know no widget; a test holds these files to importing
nothing that draws.
"""

from __future__ import annotations

from ui.app.work.answers import (
    ask,
    count_new_papers,
    export_answer,
    read_answers,
    reword,
    vote,
    why_not_reword,
)
from ui.app.work.folders import (
    complete_path,
    find_samples,
    forget_folder,
    ingest,
    read_folder_paths,
    read_folders,
    remember_folder,
    watch_folders,
)
from ui.app.work.models import fetch_model, read_map, read_models, test_model
from ui.app.work.opening import change_setting, open_library, read_status
from ui.app.work.papers import (
    draw_page,
    encode_pixels,
    read_paper,
    read_papers,
)
from ui.app.work.searching import (
    count_facets,
    forget_search,
    keep_search,
    more_like,
    put_back_search,
    read_searches,
    reweigh,
    search,
)

__all__ = [
    "ask",
    "change_setting",
    "complete_path",
    "count_facets",
    "count_new_papers",
    "draw_page",
    "encode_pixels",
    "export_answer",
    "fetch_model",
    "find_samples",
    "forget_folder",
    "forget_search",
    "ingest",
    "keep_search",
    "more_like",
    "open_library",
    "put_back_search",
    "read_answers",
    "read_folder_paths",
    "read_folders",
    "read_map",
    "read_models",
    "read_paper",
    "read_papers",
    "read_searches",
    "read_status",
    "remember_folder",
    "reweigh",
    "reword",
    "search",
    "test_model",
    "vote",
    "watch_folders",
    "why_not_reword",
]
