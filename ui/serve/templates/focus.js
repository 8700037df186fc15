// Keys go to the app from the start, and again whenever the window comes back: nobody has to click.
"use strict";
{
  const focus = () => document.querySelector(".xterm-helper-textarea")?.focus();
  const watcher = new MutationObserver(() => {
    if (document.querySelector(".xterm-helper-textarea")) {
      watcher.disconnect();
      focus();
    }
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("focus", focus);
}
