// Day or night: what the phone says, until a person chooses. Rolling is for beside the camera: dark,
// and nothing moves.

export const themes = ["day", "night", "rolling"] as const;

export type Theme = (typeof themes)[number];

const remembered = "proofhouse.theme";

function first(): Theme {
  const chosen = themes.find((each) => each === localStorage.getItem(remembered));
  if (chosen) return chosen;
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
