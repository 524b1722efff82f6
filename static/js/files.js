// Many files go one by one, so that somebody sees how far it is, and what is ready stays when the line breaks off.
// The page works without this file: then all of them go with the form.

const form = document.getElementById("add");
const input = form.querySelector("[type=file]");
const progress = form.querySelector("[data-progress]");
const bar = progress.querySelector("progress");
const said = progress.querySelector("p");
const broken = form.querySelector("[data-broken]");
const waiting = form.querySelector("[data-waiting]");
const button = form.querySelector("button[type=submit]");
const STEPS_TOLD = 5;
let isSending = false;
let isLast = false;

const tell = (done, all) => {
  bar.max = all;
  bar.value = done;
  said.textContent = progress.dataset.progress.replace("{done}", done).replace("{all}", all);
  if (done % STEPS_TOLD) return;
  const region = document.getElementById("announcements");
  if (region) region.textContent = said.textContent;
};

// Only these are still chosen: what is ready is not sent again.
const leave = (files) => {
  const left = new DataTransfer();
  for (const file of files) left.items.add(file);
  input.files = left.files;
  input.dispatchEvent(new Event("change"));
};

const send = (file) => {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("one", "1");
  body.set("file", file, file.name);
  return fetch(form.action, { method: "POST", body, redirect: "manual" });
};

const sendAll = async () => {
  const files = [...input.files];
  const refused = [];
  for (const [done, file] of files.entries()) {
    tell(done, files.length);
    let answer;
    try {
      answer = await send(file);
    } catch {
      leave([...refused, ...files.slice(done)]);
      return false;
    }
    if (answer.status === 422 || answer.status === 413) refused.push(file);
    else if (answer.status !== 204) {
      leave([...refused, ...files.slice(done)]);
      return answer.type === "opaqueredirect";
    }
    document.dispatchEvent(new Event("htmx:afterRequest")); // somebody who waits is not idle
  }
  tell(files.length, files.length);
  leave(refused); // the form says of each why, as it does without scripts
  return true;
};

form.addEventListener("submit", async (event) => {
  if (isLast || event.defaultPrevented) return;
  if (!isSending && input.files.length < 2) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  broken.hidden = true;
  progress.hidden = waiting.hidden = false;
  button.setAttribute("aria-disabled", "true");
  waiting.scrollIntoView({ block: "nearest" });
  const isDone = await sendAll();
  isSending = false;
  button.removeAttribute("aria-disabled");
  if (isDone) {
    isLast = true;
    form.requestSubmit();
    return;
  }
  progress.hidden = waiting.hidden = true;
  broken.hidden = false;
  broken.focus();
});

// Closing the page while files are on their way asks first.
addEventListener("beforeunload", (event) => { if (isSending) event.preventDefault(); });
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  isLast = false;
  progress.hidden = true;
});
