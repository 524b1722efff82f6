// Saves the statement while somebody types. Nothing is kept in the browser's storage; the page works without this file.

const form = document.getElementById("statement");
const saved = form.querySelector('[data-testid="draft-saved"]');
const unsaved = form.querySelector("[data-unsaved]");
const other = form.querySelector("[data-other]");
const AFTER_TYPING = 1200;
const AGAIN = 8000;
let typedAt = 0; // counts changes
let savedAt = 0;
let serial = Number(form.elements.serial.value);
let timer = null;
let busy = null;
let leaving = false;

const tell = (text, isBusy) => {
  unsaved.hidden = !text;
  unsaved.classList.toggle("is-busy", Boolean(isBusy));
  unsaved.querySelector("span").textContent = text;
  other.hidden = true;
};
const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(() => { save(); }, wait);
};

// After signing in again in another window this page's form token is an old one: a new one is fetched.
const newToken = async () => {
  const answer = await fetch(form.dataset.here, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('input[name="csrf_token"]')?.value;
  if (!token) return false;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
  return true;
};

const send = (extra) => {
  form.elements.serial.value = String(++serial);
  return fetch(form.dataset.draft, {
    method: "POST", body: new FormData(form), redirect: "manual", headers: { Accept: "application/json" }, ...extra,
  });
};

const attempt = async () => {
  const upTo = typedAt;
  tell(form.dataset.saving, true);
  let answer;
  try {
    answer = await send();
    if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) {
      if (await newToken()) answer = await send();
    }
  } catch {
    tell(form.dataset.unsent);
    later(AGAIN);
    return false;
  }
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  if (!isJson) {
    const signedOut = answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status);
    tell(signedOut ? form.dataset.signedOut : form.dataset.unsent);
    later(AGAIN);
    return false;
  }
  const said = await answer.json();
  if (!said.saved) {
    tell(said.said);
    return false;
  }
  form.elements.draft.value = said.draft;
  form.elements.version.value = String(said.version);
  savedAt = upTo;
  if (said.beside) {
    tell(said.said);
    other.hidden = false;
  } else {
    tell("");
  }
  saved.querySelector("span").textContent = said.beside ? "" : said.said;
  saved.hidden = said.beside || savedAt !== typedAt;
  if (savedAt !== typedAt) later(AFTER_TYPING);
  return true;
};

const save = async () => {
  clearTimeout(timer);
  if (busy) await busy;
  if (savedAt === typedAt || leaving) return true;
  busy = attempt();
  const done = await busy;
  busy = null;
  return done;
};

form.addEventListener("input", () => {
  typedAt += 1;
  saved.hidden = true;
  later(AFTER_TYPING);
});

// What is typed is safe before the page is left, put away, or the person is asked whether they are still there.
const putAway = () => {
  if (savedAt === typedAt || leaving) return;
  savedAt = typedAt;
  send({ keepalive: true }).catch(() => { savedAt = -1; });
};
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") putAway(); });
addEventListener("pagehide", putAway);
const idle = document.getElementById("idle");
if (idle) new MutationObserver(() => { if (idle.open) save(); }).observe(idle, { attributes: true });

const leave = () => {
  leaving = true;
  clearTimeout(timer);
  form.elements.serial.value = String(++serial);
};

// A button sends the form only once its words are safe, so that a lost session or network loses none.
form.addEventListener("submit", async (event) => {
  if (leaving) return;
  if (savedAt === typedAt && !busy) {
    leave();
    return;
  }
  event.preventDefault();
  const { submitter } = event;
  if (await save()) {
    leave();
    form.requestSubmit(submitter);
  } else {
    unsaved.scrollIntoView({ block: "nearest" });
  }
});
for (const one of document.querySelectorAll("form[data-discard]")) {
  one.addEventListener("submit", () => { leaving = true; });
}
addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
