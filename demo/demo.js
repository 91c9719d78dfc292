// Puts the one script tag on the page. A firm writes it into its HTML; here the address may choose the inbox and the host:
// index.html?inbox=KEY&host=http://localhost:8001
const asked = new URLSearchParams(location.search);
const remembered = (name, otherwise) => {
  if (asked.has(name)) sessionStorage.setItem(name, asked.get(name));
  return sessionStorage.getItem(name) || otherwise;
};

const script = document.createElement("script");
script.async = true;
script.src = `${remembered("host", "http://localhost:8000")}/widget/loader.js`;
script.dataset.inbox = remembered("inbox", "01900000-0000-7000-8000-00000000ac3e");
document.head.append(script);

// Until the widget's script is there, commands wait in a line.
window.ConsultantPro ||= function () {
  (window.ConsultantPro.q ||= []).push(arguments);
};
const chat = (...said) => window.ConsultantPro(...said);

document.querySelector(".ask")?.addEventListener("click", (event) => {
  event.preventDefault();
  chat("track", "Asked from the page", { page: document.title });
  chat("open");
});

// All that a page may say and hear, docs/widget.md explains it: index.html has a section to try it.
for (const button of document.querySelectorAll("[data-chat]")) {
  const { chat: command, name, text } = button.dataset;
  button.addEventListener("click", () => chat(command, ...(name ? [name] : text ? [{ text }] : [])));
}
document.querySelector("#identify")?.addEventListener("click", () => chat("identify", { token: document.querySelector("#token").value.trim() }));
const journal = document.querySelector(".heard");
for (const name of journal ? ["ready", "open", "close", "message", "unread", "rating", "identified"] : []) {
  chat("on", name, (value) => {
    const line = document.createElement("li");
    line.textContent = value === undefined ? name : `${name} ${JSON.stringify(value)}`;
    journal.prepend(line);
  });
}
