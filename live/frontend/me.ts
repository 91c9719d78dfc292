/** Who is looking, from <body data-me data-me-name>. */
export function me(): { id: string; name: string } {
  const { me: id = "", meName: name = "" } = document.body.dataset;
  return { id, name };
}
