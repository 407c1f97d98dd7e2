"""What a reader stumbles over in a line: each look returns what is wrong, in words that follow "the page has"."""

WORDS = r"""const words = () => {
  const found = [], page = document.querySelector('.bd-article') ?? document.body;
  const walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    const apart = 'pre, svg, script, style, mjx-container, dl.py';
    if (walk.currentNode.data.trim() && e.checkVisibility() && !e.closest(apart))
      found.push(walk.currentNode);
  }
  return found;
}, box = (node, at) => {
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + 1);
  return range.getBoundingClientRect();
};"""
STOPS = f"""() => {{ {WORDS}
  return words().filter(node => {{
    if (!/^[.,;:!?)\\]”’、。，）」]/.test(node.data)) return false;
    const block = node.parentElement.closest('p, li, td, th, dd, dt, figcaption, h1, h2, h3, h4, div');
    const look = getComputedStyle(block), first = box(node, 0), whole = document.createRange();
    whole.setStart(block, 0);
    whole.setEnd(node, 0);
    const edge = block.getBoundingClientRect().left + parseFloat(look.paddingLeft) + parseFloat(look.borderLeftWidth);
    return whole.toString().trim() && first.width && first.left < edge + 2;
  }}).map(node => `a line that begins with the stop of "${{node.data.slice(0, 30)}}"`);
}}"""
OPENINGS = f"""() => {{ {WORDS}
  return words().filter(node => {{
    const next = node.nextSibling;
    if (!/[(\\[“「（]$/.test(node.data) || !next?.getClientRects?.().length) return false;
    return next.getClientRects()[0].left < box(node, node.data.length - 1).left;
  }}).map(node => `a line that ends with the opening bracket of "${{node.data.trim().slice(-30)}}"`);
}}"""
NUMBERS = f"""() => {{ {WORDS}
  return words().flatMap(node => [...node.data.matchAll(/\\d[\\d.]*e[-+]\\d+/g)]
    .filter(n => box(node, n.index + n[0].length - 1).top > box(node, n.index).top + 5)
    .map(n => `the number ${{n[0]}} on two lines`));
}}"""
THIN = f"""() => {{ {WORDS}
  return words().filter(node => getComputedStyle(node.parentElement).fontWeight < 400)
    .map(node => `thin letters: ${{node.data.trim().slice(0, 30)}}`);
}}"""
COMMANDS = f"""() => {{ {WORDS}
  return words().filter(node => !node.parentElement.closest('code'))
    .filter(node => /\\$[^$ \\d][^$]*\\$|\\\\[a-z]+/i.test(node.data))
    .map(node => `a formula that is not set: ${{node.data.trim().slice(0, 60)}}`);
}}"""
POWERS = """() => [...document.querySelectorAll('.bd-article :is(p, dd, li, td)')]
  .flatMap(e => [...e.childNodes].filter(node => node.nodeType === 3 && /[\\w)]\\^[\\w(-]|sqrt\\(/.test(node.data)))
  .map(node => `a formula as it was typed: ${node.data.trim().slice(0, 40)}`)"""
STATIONS = """() => [...document.querySelectorAll('.bd-article [tabindex="0"]:not(a, button, input, summary)')]
  .filter(e => e.checkVisibility() && (e.scrollWidth <= e.clientWidth + 1 || e.matches('mjx-container:not([display])')))
  .map(e => `a station for the keyboard with nothing to do: ${e.textContent.trim().slice(0, 30)}`)"""
FOOT = """() => [...document.querySelectorAll('.prev-next-area a')].filter(e => e.scrollWidth > e.clientWidth)
  .map(e => `a link at its foot that is cut off: ${e.textContent.trim().replace(/\\s+/g, ' ')}`)"""
SPILT = """() => [...document.querySelectorAll('.bd-article :is(td, th) > *')].filter(e => {
    const [own, cell] = [e, e.parentElement].map(part => part.getBoundingClientRect());
    if (own.width <= 1 || getComputedStyle(e).position !== 'static') return false;
    return own.left < cell.left - 0.5 || own.right > cell.right + 0.5; })
  .map(e => `a cell that its words leave: ${e.textContent.trim().slice(0, 30)}`)"""
HEADINGS = """() => {
  const looks = [1, 2, 3, 4].map(level => [level, [...document.querySelectorAll(`.bd-article h${level}`)]
    .filter(e => e.checkVisibility()).map(e => getComputedStyle(e))]).filter(([, found]) => found.length);
  const numbers = (styles, name) => styles.map(style => parseFloat(style[name]));
  return looks.slice(1).flatMap(([level, lower], i) => {
    const least = name => Math.min(...numbers(looks[i][1], name)), most = name => Math.max(...numbers(lower, name));
    return [...most('fontSize') >= least('fontSize') ? ['as large as'] : [],
      ...most('fontWeight') > least('fontWeight') ? ['bolder than'] : []]
      .map(how => `a heading of level ${level} that is ${how} one above it`); });
}"""
SMALL = """() => [...document.querySelectorAll('.bd-article mjx-container[display]')].filter(e => {
    const [size, words] = [e, e.parentElement].map(part => parseFloat(getComputedStyle(part).fontSize));
    const wide = e.querySelector('mjx-math').getBoundingClientRect().width * 1.1 * words / size;
    return wide && size < 1.1 * words && wide < Math.min(e.clientWidth, e.parentElement.clientWidth) - 2; })
  .map(e => `a formula smaller than its words: ${e.textContent.trim().slice(0, 30)}`)"""
PROOFS = """() => {
  const proofs = [...document.querySelectorAll('.bd-article div.proof.admonition:not(:has(> .admonition-title))')];
  const look = e => [getComputedStyle(e).paddingLeft, getComputedStyle(e).borderLeftColor].join();
  return proofs.filter(e => look(e) !== look(proofs.at(-1)))
    .map(e => `a proof that looks unlike another: ${e.textContent.trim().slice(0, 30)}`);
}"""
EDGES = """() => {
  const left = e => e.getBoundingClientRect().left;
  const parts = '.mc-figure > svg, .mc-tree > ol, .sd-col:first-child > .sd-card';
  return [...document.querySelectorAll('.bd-article > section > section > *, .bd-article > .mc-figure')]
    .filter(e => e.matches('.cell, .sd-container-fluid, .mc-figure'))
    .flatMap(e => [...e.querySelectorAll(parts)].map(part => [part, Math.round(left(part) - left(e))]))
    .filter(([, off]) => off).map(([part, off]) => `a ${part.localName} ${off} px beside the edge of the text`);
}"""
LOOKS = (STOPS, OPENINGS, SMALL, PROOFS, EDGES, NUMBERS, THIN, COMMANDS, POWERS, STATIONS, FOOT, SPILT, HEADINGS)


def stumbles(page, path):
    """No line begins with a stop or ends with a bracket, and nothing is small, uneven, thin, cut off or not set."""
    return [f"{path} has {found}." for look in LOOKS for found in page.evaluate(look)]
