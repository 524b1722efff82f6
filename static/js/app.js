// What a browser with scripts does better. Every page works without this file.

const announce = (text) => {
  const region = document.getElementById("announcements");
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
};

// One form, one send: a second press within ten seconds is dropped, not queued; two minutes where the form says that it takes long.
const patience = (form) => (form.querySelector("[data-waiting]") ? 120_000 : 10_000);
const waiting = (form, isOn) => {
  const said = form.querySelector("[data-waiting]");
  if (!said) return;
  said.hidden = !isOn;
  if (isOn) announce(said.textContent.trim());
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < patience(form)) {
    event.preventDefault();
    return;
  }
  form.dataset.sentAt = String(Date.now());
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => event.submitter?.removeAttribute("aria-disabled"), patience(form));
  if (!form.querySelector("[type=file]") || form.querySelector("[type=file]").files.length) waiting(form, true);
});

// Coming back with the back button: the page is alive again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) { delete form.dataset.sentAt; waiting(form, false); }
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});

// A refused form says so first; its links lead to the field, label in view.
const prepareErrors = (root) => {
  const summary = root.querySelector?.('[data-testid="error-summary"]');
  if (!summary) return;
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0] ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
};

// Passwords can be shown; they are hidden again before they are sent.
const preparePasswords = (root) => {
  for (const group of root.querySelectorAll?.('[data-module="govuk-password-input"]') ?? []) {
    const input = group.querySelector("input");
    const toggle = group.querySelector("button");
    if (!input || !toggle || !toggle.hidden) continue;
    const words = (key, otherwise) => group.dataset[`i18n.${key}`] ?? otherwise;
    const say = {
      password: [words("showPassword", toggle.textContent.trim()), words("showPasswordAriaLabel", toggle.ariaLabel)],
      text: [words("hidePassword", ""), words("hidePasswordAriaLabel", "")],
    };
    const set = (type) => {
      input.type = type;
      [toggle.textContent, toggle.ariaLabel] = say[type];
    };
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      set(input.type === "password" ? "text" : "password");
      announce(words(input.type === "text" ? "passwordShownAnnouncement" : "passwordHiddenAnnouncement", ""));
    });
    input.form?.addEventListener("submit", () => set("password"));
  }
};

// The names of the files that were chosen: the button and these words are ours, not the browser's.
const MOST_NAMES = 5;
const prepareFiles = (root) => {
  for (const box of root.querySelectorAll?.("[data-files]") ?? []) {
    const input = box.querySelector("input");
    const place = box.querySelector("[data-file-names]");
    const show = () => {
      const names = [...input.files].map((file) => file.name);
      const said = document.createElement("p");
      said.textContent = names.length ? `${box.dataset.chosen} ${names.length}` : box.dataset.none;
      place.replaceChildren(said);
      if (!names.length) return;
      const list = document.createElement("ul");
      list.translate = false;
      for (const name of names.slice(0, MOST_NAMES)) list.appendChild(document.createElement("li")).textContent = name;
      place.append(list);
      if (names.length > MOST_NAMES) place.appendChild(document.createElement("p")).textContent = `${box.dataset.more}: ${names.length - MOST_NAMES}`;
      announce(said.textContent);
    };
    input.addEventListener("change", show);
    show();
  }
};

// data-copy="#id": copies that element's text. data-print: prints the page. Both are hidden without scripts.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) {
    print();
    return;
  }
  const source = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.dataset.copyText ?? source.textContent.trim());
    announce(button.dataset.copied);
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = before; }, 4000);
  } catch {
    getSelection().selectAllChildren(source);
  }
});

// The letter's QR code and the mailed link carry their code after the #, which no server sees: it fills its field and
// leaves the address. Where the field stands on another page, a[data-takes] leads there.
const takeFromAddress = (key, name) => {
  const code = new URLSearchParams(location.hash.slice(1)).get(key);
  if (!code) return;
  const field = document.querySelector(`input[name="${name}"]`);
  const elsewhere = document.querySelector(`a[data-takes="${key}"]`);
  if (!field && elsewhere) {
    location.replace(elsewhere.href + location.hash);
    return;
  }
  if (field && !field.value) field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
};
const takeCodesFromAddress = () => {
  takeFromAddress("c", "code");
  takeFromAddress("t", "token");
};
addEventListener("hashchange", takeCodesFromAddress);

// Fragments swapped by htmx: results are announced, focus stays where it was.
let focusedBefore = null;
document.addEventListener("htmx:beforeSwap", () => {
  const { activeElement } = document;
  focusedBefore = activeElement?.id ? `#${CSS.escape(activeElement.id)}` : null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  if (!target || target === document.body) return;
  prepare(target);
  const lost = !document.activeElement || document.activeElement === document.body;
  const heading = target.querySelector?.("[data-focus]");
  if (lost) (document.querySelector(focusedBefore ?? "[data-none]") ?? heading)?.focus();
  announce(target.querySelector?.("[data-announce]")?.textContent.trim());
});

// The address changed without a new page: the language links follow, and htmx's note of it, search words and all,
// leaves the browser's storage at once (ASVS 14.3.3).
const forgetAddress = () => {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch { /* storage is switched off: nothing was noted */ }
};
for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:afterSettle", "htmx:historyRestore"]) {
  document.addEventListener(name, () => {
    forgetAddress();
    for (const link of document.querySelectorAll("a.language")) link.search = location.search;
  });
}
forgetAddress();

// Before a person is signed out for being idle they are asked, in time to stay.
const watchIdle = () => {
  const limit = Number(document.body.dataset.idleSeconds);
  const dialog = document.getElementById("idle");
  if (!limit || !dialog) return;
  const warning = Math.min(120, limit / 2);
  let since = Date.now();
  let extended = Date.now();
  const left = () => limit - (Date.now() - since) / 1000;
  const extend = async () => {
    try {
      const answer = await fetch(dialog.dataset.extend, { headers: { "HX-Request": "true" }, redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      since = extended = Date.now();
      if (dialog.open) dialog.close();
    } catch {
      location.assign(dialog.dataset.end);
    }
  };
  let typed = false;
  addEventListener("input", () => { typed = true; });
  dialog.querySelector("[data-idle-stay]").addEventListener("click", extend);
  dialog.querySelector("[data-idle-leave]").addEventListener("click", () => {
    document.querySelector('form[action$="/sign-out"] button')?.click();
  });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); extend(); });
  document.addEventListener("htmx:afterRequest", () => { since = Date.now(); });
  const ticking = setInterval(() => {
    if (typed && Date.now() - extended > (limit * 1000) / 3) {
      typed = false;
      extended = Date.now();
      extend();
    }
    const seconds = Math.ceil(left());
    if (seconds <= 0) {
      clearInterval(ticking);
      location.assign(dialog.dataset.end);
    } else if (seconds <= warning) {
      if (!dialog.open) dialog.showModal();
      const minutes = Math.floor(seconds / 60);
      dialog.querySelector("[data-idle-left]").textContent = `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    }
  }, 1000);
};

const prepare = (root) => {
  prepareErrors(root);
  preparePasswords(root);
  prepareFiles(root);
};

// a refused form is the answer to a POST: without this, Back would ask whether to send it again
const forgetPost = () => {
  if (document.querySelector('[data-testid="error-summary"]')) history.replaceState(null, "", location.href);
};

document.documentElement.classList.add("scripts");
takeCodesFromAddress();
forgetPost();
prepare(document);
watchIdle();
