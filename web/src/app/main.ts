import "./tokens.css";
import "./base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { words } from "./words.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("page: it has no place for the screens");

// Without its sentences the page has nothing to say; show that in both languages, and how to go on.
try {
  await words.speak(words.language);
  mount(App, { target });
} catch {
  target.textContent =
    "The page could not be loaded. STOP is your voice. Load it again. · " +
    "No se pudo cargar la página. STOP es su voz. Cárguela otra vez.";
}
