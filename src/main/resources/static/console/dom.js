// Makes elements. Texts are text nodes, never markup, so nothing that the relay or an operator says can become a script.

/**
 * Makes an element: h('p', {class: 'note', onclick: f}, 'text', child, [children], null).
 * Attributes that are null or false are left out, and true stands for the bare attribute.
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...flat(children));
  return element;
}

/** Replaces what is in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** Says something from left to right whatever the language: an address, a name, a command. */
export function code(text) {
  return h('code', { dir: 'ltr' }, text);
}

/** Turns the commands of a text, which are between backquotes, into code. */
export function prose(text) {
  return text.split('`').map((part, i) => (i % 2 ? code(part) : part));
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
