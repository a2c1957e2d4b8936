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

  // A menu is left as something is picked from it, and the server told which item that was.
  function pick(event, emit) {
    const item = event.target.closest(".menu-item");
    if (!item) return;
    event.currentTarget.hidePopover();
    emit([...event.currentTarget.children].indexOf(item));
  }

  // Writing in what is there already begins at its end.
  const goOn = (id) => later(() => {
    const field = find(id);
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  });

  // What has popped up stands in front of dialogs that were there before.
  const raise = (id) => later(() => {
    find(id)?.togglePopover(false);
    find(id)?.togglePopover(true);
  });

  // What is wrong in a form comes into sight, and can be put right at once.
  const showWrong = (id) => later(() => {
    const wrong = find(id)?.querySelector(".input-wrong");
    wrong?.querySelector("input, textarea, select")?.focus();
    wrong?.scrollIntoView({ block: "nearest" });
  });

  // The list under a field.
  const unfold = (id, isOpen) => later(() => find(id)?.togglePopover(isOpen));
  const reveal = (id) => later(() => find(id)?.scrollIntoView({ block: "nearest" }));

  // Places in a text are counted in whole letters, as the server does.
  const units = (text, letters) => [...text].slice(0, letters).join("").length;
  const cursor = (field) => [...field.value.slice(0, field.selectionStart ?? Infinity)].length;

  // Puts `text` in place of the first letters of a field, or of all of them; what was typed meanwhile stays behind it.
  function fill(id, text, letters = Infinity) {
    const field = find(id);
    if (!field) return;
    const replaced = units(field.value, letters);
    const cursor = text.length + Math.max(0, (field.selectionStart ?? 0) - replaced);
    field.value = text + field.value.slice(replaced);
    field.setSelectionRange(cursor, cursor);
    field.focus();
    const { again } = field.dataset;
    delete field.dataset.entered;
    delete field.dataset.again;
    if (again) field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  }

  // Enter and Tab in a composer: what is offered for the last letters may still be on its way, so the server says what
  // they mean. Enter pressed meanwhile waits for that.
  function enter(field, emit, key) {
    if (field.dataset.entered && key === "Enter") field.dataset.again = "yes";
    if (!field.value.trim() || field.dataset.entered) return;
    field.dataset.entered = "yes";
    emit([key, field.value]);
  }

  function listKeys(event, emit) {
    const field = event.target;
    const isOpen = field.getAttribute("aria-expanded") === "true";
    const isLong = field.tagName === "TEXTAREA";
    if (event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (isLong && (event.key === "Enter" || (isOpen && event.key === "Tab"))) {
      event.preventDefault();
      enter(field, emit, event.key);
    } else if (isOpen && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      emit(event.key);
    } else if (!isLong && event.key === "ArrowDown") {
      event.preventDefault();
      emit([field.value, [...field.value].length]);
    }
  }

  // The composer.
  function editKeys(event, emit) {
    if (event.isComposing || event.shiftKey || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    emit(event.key);
  }
  function sendForm(event, emit) {
    event.preventDefault();
    const field = event.target.querySelector("textarea");
    emit(field.value);
    field.value = "";
    field.focus();
  }

  // Files go up as they are, one after the other; what is told are the ids they get.
  async function upload(field, person, emit) {
    const ids = [];
    for (const file of field.files) {
      const url = `/page/uploads/${person}/${encodeURIComponent(file.name)}`;
      ids.push(await (await fetch(url, { method: "POST", body: file })).text());
    }
    field.value = "";
    emit(ids);
  }

  const leaveDrawer = () => find("sidebar")?.matches(":popover-open") && find("sidebar").hidePopover();

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

  // Whoever has the focus keeps it when what they are in is drawn again; it can be given to what is still to be drawn.
  let focused = null;
  const refocus = () => {
    if (focused === null || document.activeElement !== document.body) return;
    document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };
  function focusOn(key) {
    document.activeElement?.blur();
    focused = key;
    later(refocus);
  }
  document.addEventListener("focusin", (event) => (focused = event.target.dataset?.key ?? null));
  document.addEventListener("pointerdown", () => (focused = null));
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver(refocus).observe(document.body, { childList: true, subtree: true }),
  );

  return { pick, raise, showWrong, show, hide, unfold, reveal, fill, cursor, listKeys, editKeys, sendForm, upload, goOn, focusOn, leaveDrawer, turnTheme };
})();
