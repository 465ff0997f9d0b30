// Day or night: what the phone says, until a person chooses.

export type Theme = "day" | "night";

const remembered = "proofhouse.theme";

function first(): Theme {
  const chosen = localStorage.getItem(remembered);
  if (chosen === "day" || chosen === "night") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "day";
}

class Look {
  theme = $state<Theme>(first());

  constructor() {
    document.documentElement.dataset.theme = this.theme;
  }

  choose(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(remembered, theme);
    document.documentElement.dataset.theme = theme;
  }
}

export const look = new Look();
