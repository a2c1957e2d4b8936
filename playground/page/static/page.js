// What cannot wait for the server: keys, focus, and what stands in front of what.

const playground = (() => {
  const find = (id) => document.getElementById(id);
  const later = (act) => Vue.nextTick(() => requestAnimationFrame(act));

  // Dialogs. The browser keeps the focus inside, and gives it back when one is hidden.
  const FIRST = ".modal-body :is(input, textarea, select), .modal-foot .button-primary";
  function open(dialog) {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.querySelector(FIRST)?.focus();
  }
  const show = (id) => (find(id) ? open(find(id)) : later(() => open(find(id))));
  const hide = (id) => find(id)?.close();
  addEventListener("toggle", (event) => {
    if (event.newState === "open" && event.target.matches(".menu, .sidebar"))
      (event.target.querySelector("[aria-current]") ?? event.target.querySelector("button, a"))?.focus();
  }, true);

  // The list under a field.
  const unfold = (id, isOpen) => later(() => find(id)?.togglePopover(isOpen));
  const reveal = (id) => later(() => find(id)?.scrollIntoView({ block: "nearest" }));

  // Puts `text` in place of the first letters of a field, or of all of them; what was typed meanwhile stays behind it.
  function fill(id, text, letters = Infinity) {
    const field = find(id);
    const cursor = text.length + Math.max(0, (field.selectionStart ?? 0) - letters);
    field.value = text + field.value.slice(letters);
    field.setSelectionRange(cursor, cursor);
    field.focus();
  }

  function listKeys(event, emit) {
    const field = event.target;
    const isOpen = field.getAttribute("aria-expanded") === "true";
    const isLong = field.tagName === "TEXTAREA";
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const keys = ["ArrowDown", "ArrowUp", "Enter", "Escape", ...(isLong ? ["Tab"] : [])];
    if (isOpen && keys.includes(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      emit(event.key);
    } else if (!isLong && event.key === "ArrowDown") {
      event.preventDefault();
      emit([field.value, field.value.length]);
    }
  }

  // The composer.
  function send(field, emit) {
    const text = field.value;
    field.value = "";
    emit(text);
  }
  function sendKey(event, emit) {
    const isTaken = event.defaultPrevented || event.isComposing || event.shiftKey;
    if (event.key !== "Enter" || isTaken) return;
    event.preventDefault();
    send(event.target, emit);
  }
  function sendForm(event, emit) {
    event.preventDefault();
    const field = event.target.querySelector("textarea");
    send(field, emit);
    field.focus();
  }

  function leaveDrawer() {
    find("sidebar")?.matches(":popover-open") && find("sidebar").hidePopover();
    later(() => document.querySelector(".middle .composer-field")?.focus({ preventScroll: true }));
  }

  // Light and dark: as the system has it, until somebody says otherwise.
  function turnTheme() {
    const root = document.documentElement;
    const isDark = root.dataset.theme === "dark" || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    localStorage.theme = root.dataset.theme = isDark ? "light" : "dark";
  }
  if (localStorage.theme) document.documentElement.dataset.theme = localStorage.theme;

  // Up and Down walk through whatever says so; Ctrl+K jumps; Esc closes the side.
  function walk(event) {
    const list = event.target.closest("[data-walk]");
    if (!list || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    const items = [...list.querySelectorAll("button, a[href]")];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    items.at(to % items.length)?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector("[data-jump]").click();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      event.target.closest?.("[data-escape]")?.querySelector("[data-close]")?.click();
    } else walk(event);
  });

  // Whoever has the focus keeps it when what they are in is drawn again.
  let focused = null;
  document.addEventListener("focusin", (event) => (focused = event.target.dataset?.key ?? null));
  document.addEventListener("pointerdown", () => (focused = null));
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver(() => {
      if (focused === null || document.activeElement !== document.body) return;
      document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }).observe(document.body, { childList: true, subtree: true }),
  );

  return { show, hide, unfold, reveal, fill, listKeys, sendKey, sendForm, leaveDrawer, turnTheme };
})();
