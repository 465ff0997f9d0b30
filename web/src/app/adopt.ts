// Looks that few people need come with the screens they are for: the page's own sheet stays small.

/** adopt puts a sheet of styles on the page; what it returns takes it off again. */
export function adopt(css: string): () => void {
  const looks = new CSSStyleSheet();
  looks.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, looks];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== looks);
  };
}
