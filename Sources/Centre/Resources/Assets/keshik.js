// What pages can do beyond links and forms. Each part looks for its own attribute and does nothing where that is absent;
// without this file every page works.
//   data-live="/address"      the element's content is replaced by what the address streams (Server-Sent Events)
//   data-columns="table id"   people choose which columns of parts/table they see
//   data-confirm="question"   on a form: asks before it is sent
//   data-theme-switch         light, dark, or as the system says
//   data-complete="/address"  completes what is typed into an input
//   data-copy="text"          puts the text on the clipboard
//   data-check-all            ticks or clears all boxes of its table
const body = document.body.dataset;
const all = (selector, root = document) => root.querySelectorAll(selector);

function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
        else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
}

function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `${body.icons}#${name}`);
    svg.append(use);
    return svg;
}

// Kept choices; a browser that keeps nothing still gets the page.
const kept = {
    get(key) { try { return localStorage.getItem(`keshik.${key}`); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`keshik.${key}`, value); } catch { /* not kept */ } },
};

// ---- Theme ----
const themes = ["auto", "light", "dark"];
const themeIcons = { auto: "auto", light: "sun", dark: "moon" };

function showTheme(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of all("[data-theme-switch]")) {
        button.hidden = false;
        button.querySelector("use")?.setAttribute("href", `${body.icons}#${themeIcons[theme]}`);
    }
}

let theme = document.documentElement.dataset.theme ?? kept.get("theme") ?? "auto";
if (!themes.includes(theme)) theme = "auto";
showTheme(theme);
for (const button of all("[data-theme-switch]")) {
    button.addEventListener("click", () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        kept.set("theme", theme);
        // The server reads it, so that the next page comes in the right colours at once.
        document.cookie = `__Host-keshik-theme=${theme}; path=/; secure; max-age=${theme === "auto" ? 0 : 31536000}; samesite=lax`;
        showTheme(theme);
    });
}

// ---- Live parts ----
function showLive(state) {
    for (const mark of all("[data-live-state]")) mark.dataset.state = state;
}

function follow(element) {
    let source;
    let waiting;
    const replace = (html) => {
        // Not under a person's hands: the newest waits until they are done.
        if (element.contains(document.activeElement) || element.querySelector("[popover]:popover-open")) waiting = html;
        else {
            element.innerHTML = html;
            waiting = undefined;
            prepare(element);
        }
    };
    const start = () => {
        source = new EventSource(element.dataset.live);
        source.addEventListener("open", () => showLive("open"));
        source.addEventListener("error", () => showLive("lost"));
        source.addEventListener("message", (event) => replace(event.data));
    };
    const stop = () => { source?.close(); source = undefined; };
    element.addEventListener("focusout", () => setTimeout(() => { if (waiting !== undefined) replace(waiting); }));
    // A hidden page holds no connection.
    document.addEventListener("visibilitychange", () => (document.hidden ? stop() : source ?? start()));
    addEventListener("pagehide", stop);
    if (!document.hidden) start();
}

// ---- Columns ----
function offerColumns(box) {
    const table = box.querySelector("table");
    if (!table) return;
    const key = `columns.${location.pathname}.${box.dataset.columns}`;
    const hidden = new Set((kept.get(key) ?? "").split(",").filter(Boolean).map(Number));
    const heads = [...table.tHead.rows[0].cells];
    const show = () => {
        for (const row of table.rows) [...row.cells].forEach((cell, place) => { cell.hidden = hidden.has(place); });
    };
    const id = `${box.id}-columns`;
    const choices = heads.slice(1).map((head, offset) => {
        const place = offset + 1;
        const input = make("input", { type: "checkbox", id: `${id}-${place}`, onchange: () => {
            if (input.checked) hidden.delete(place); else hidden.add(place);
            kept.set(key, [...hidden].join(","));
            show();
        } });
        input.checked = !hidden.has(place);
        return make("div", { class: "choice" }, input, make("label", { for: input.id }, head.textContent.trim()));
    });
    const list = make("div", { id, popover: "", class: "pop" }, ...choices);
    const button = make("button", { type: "button", class: "button small", popovertarget: id }, icon("columns"), body.columnsLabel);
    list.addEventListener("toggle", () => {
        const place = button.getBoundingClientRect();
        list.style.insetBlockStart = "auto";
        list.style.insetBlockEnd = `${Math.max(8, innerHeight - place.top + 4)}px`;
    });
    box.querySelector(".table-bar .actions")?.append(button, list);
    show();
}

// ---- Questions before acts ----
async function ask(question, form) {
    const cancel = make("button", { class: "button", value: "" }, body.cancel);
    const label = form.querySelector("button")?.textContent.trim() || body.confirmLabel;
    const go = make("button", { class: "button primary", value: "go" }, label);
    const dialog = make("dialog", { "aria-labelledby": "question" }, make("form", { method: "dialog", class: "stack" },
        make("p", { id: "question" }, question), make("div", { class: "row end" }, cancel, go)));
    document.body.append(dialog);
    dialog.showModal();
    await new Promise((done) => dialog.addEventListener("close", done, { once: true }));
    const answer = dialog.returnValue === "go";
    dialog.remove();
    return answer;
}

document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset?.confirm || form.dataset.confirmed) return;
    event.preventDefault();
    const button = event.submitter;
    if (await ask(form.dataset.confirm, form)) {
        form.dataset.confirmed = "yes";
        form.requestSubmit(button ?? undefined);
        delete form.dataset.confirmed;
    } else button?.focus();
});

// ---- Completion ----
// The address answers [{ "text", "label"?, "hint"?, "from"?, "to"? }] to ?q=<all>&at=<caret>; from and to say what the text replaces.
function complete(input) {
    const id = `${input.id}-options`;
    const list = make("ul", { id, role: "listbox", hidden: "" });
    input.after(list);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [key, value] of Object.entries(roles)) input.setAttribute(key, value);
    let options = [];
    let chosen = -1;
    let timer;
    let asked = 0;
    const close = () => {
        list.hidden = true;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
        chosen = -1;
    };
    const mark = (place) => {
        chosen = place;
        [...list.children].forEach((item, other) => item.setAttribute("aria-selected", String(other === place)));
        const item = list.children[place];
        if (item) {
            input.setAttribute("aria-activedescendant", item.id);
            item.scrollIntoView({ block: "nearest" });
        } else input.removeAttribute("aria-activedescendant");
    };
    const take = (option) => {
        const from = option.from ?? 0;
        const to = option.to ?? input.value.length;
        input.setRangeText(option.text, from, to, "end");
        close();
        input.focus();
    };
    const load = async () => {
        const number = ++asked;
        const address = new URL(input.dataset.complete, location.href);
        address.searchParams.set("q", input.value);
        address.searchParams.set("at", input.selectionStart);
        try {
            const answer = await fetch(address, { headers: { accept: "application/json" } });
            const found = answer.ok ? await answer.json() : [];
            if (number !== asked) return;
            options = found;
        } catch { options = []; }
        list.replaceChildren(...options.map((option, place) => {
            const item = make("li", { role: "option", id: `${id}-${place}`, "aria-selected": "false", onpointerdown: (event) => {
                event.preventDefault();
                take(option);
            } }, make("span", {}, option.label ?? option.text));
            if (option.hint) item.append(make("span", { class: "hint" }, option.hint));
            return item;
        }));
        list.hidden = options.length === 0;
        input.setAttribute("aria-expanded", String(options.length > 0));
        chosen = -1;
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(load, 120); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown" && list.hidden) { load(); event.preventDefault(); return; }
        if (list.hidden) return;
        const last = options.length - 1;
        if (event.key === "ArrowDown") mark(chosen >= last ? 0 : chosen + 1);
        else if (event.key === "ArrowUp") mark(chosen <= 0 ? last : chosen - 1);
        else if (event.key === "Escape") close();
        else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(options[chosen]);
        else return;
        event.preventDefault();
    });
}

// ---- Rows by arrow keys, from one row's link to the next ----
document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const link = event.target.closest?.("td a.cover, th a.cover");
    if (!step || !link || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...all("a.cover", link.closest("tbody"))];
    const next = links[links.indexOf(link) + step];
    if (next) { next.focus(); event.preventDefault(); }
});

function prepare(root) {
    for (const box of all("[data-columns]", root)) offerColumns(box);
    for (const input of all("[data-complete]", root)) complete(input);
    for (const button of all("[data-copy]", root)) {
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(button.dataset.copy);
            const label = button.textContent;
            button.textContent = body.copied;
            setTimeout(() => { button.textContent = label; }, 1500);
        });
    }
    for (const box of all("[data-check-all]", root)) {
        box.addEventListener("change", () => {
            for (const other of all("tbody input[type=checkbox]", box.closest("table"))) other.checked = box.checked;
        });
    }
}

prepare(document);
for (const element of all("[data-live]")) follow(element);
document.querySelector(".problems")?.focus();
