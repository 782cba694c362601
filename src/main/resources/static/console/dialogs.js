// Asks before something is done, and says what will happen.

import { Problem } from './api.js';
import { fill, h } from './dom.js';
import { t } from './i18n.js';

/**
 * Opens a dialog with a form, and returns what its action returned, or null if it was cancelled. The dialog stays open,
 * and says why, if the relay refuses.
 *
 * @param effects what will happen, a sentence each
 * @param fields further elements; those whose data-field the relay names as wrong are marked
 * @param submit does it
 */
export function ask({ title, effects = [], fields = [], action, isDangerous = false, submit }) {
  return new Promise((resolve) => {
    const trouble = h('div', { role: 'alert' });
    const button = h('button', { type: 'submit', class: isDangerous ? 'danger' : 'primary' }, action);
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, t('dialog.cancel'));
    let result = null;
    const form = h(
      'form',
      {
        class: 'stack',
        novalidate: true,
        onsubmit: async (event) => {
          event.preventDefault();
          unmark(form);
          fill(trouble);
          button.disabled = true;
          try {
            result = await submit(new FormData(form));
            dialog.close();
          } catch (failure) {
            mark(form, trouble, failure);
          }
          button.disabled = false;
        },
      },
      h('h2', { id: 'dialog-title' }, title),
      effects.length
        ? h(
            'div',
            { class: 'effects' },
            h('p', { class: 'effects-title' }, t('dialog.effects')),
            h(
              'ul',
              {},
              effects.map((effect) => h('li', {}, effect)),
            ),
          )
        : null,
      fields,
      trouble,
      h('div', { class: 'actions' }, cancel, button),
    );
    const dialog = open(form, () => resolve(result));
    if (fields.length === 0) {
      cancel.focus();
    }
  });
}

/** Shows something until it is closed. */
export function show({ title, content }) {
  return new Promise((resolve) => {
    const dialog = open(
      h(
        'div',
        { class: 'stack' },
        h('h2', { id: 'dialog-title' }, title),
        content,
        h(
          'div',
          { class: 'actions' },
          h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, t('dialog.close')),
        ),
      ),
      resolve,
    );
  });
}

/** A labelled input, whose data-field is what the relay calls it. */
export function field({ name, label, hint, value = '', type = 'text', isCode = true, ...attributes }) {
  const id = `field-${name.replace('.', '-')}`;
  const input = h('input', {
    id,
    name,
    type,
    value,
    'data-field': name,
    autocomplete: 'off',
    spellcheck: 'false',
    dir: isCode ? 'ltr' : 'auto',
    'aria-describedby': `${id}-hint`,
    ...attributes,
  });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    h('p', { id: `${id}-hint`, class: 'hint' }, hint ?? ''),
  );
}

let copyables = 0;

/** A text to be copied: selected by a click, and by the button. */
export function copyable(label, text) {
  const id = `copy-${++copyables}`;
  const output = h('input', {
    id,
    value: text,
    readonly: true,
    dir: 'ltr',
    class: 'code',
    onfocus: (event) => event.target.select(),
  });
  const button = h(
    'button',
    {
      type: 'button',
      onclick: async () => {
        output.select();
        // Without TLS a browser gives no access to the clipboard: the text is selected at least.
        if (navigator.clipboard) {
          await navigator.clipboard.writeText(text);
          button.textContent = t('dialog.copied');
        }
      },
    },
    navigator.clipboard ? t('dialog.copy') : t('dialog.select'),
  );
  return h('div', { class: 'field' }, h('label', { for: id }, label), h('div', { class: 'copy' }, output, button));
}

function open(content, onClose) {
  const opener = document.activeElement;
  const dialog = h(
    'dialog',
    {
      'aria-labelledby': 'dialog-title',
      onclose: () => {
        dialog.remove();
        opener?.focus?.();
        onClose();
      },
    },
    content,
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function unmark(form) {
  form.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
  form.querySelectorAll('.field-error').forEach((error) => error.remove());
}

/** Puts what the relay says of a field beside it, and all else at the end. */
function mark(form, trouble, failure) {
  if (!(failure instanceof Problem)) {
    console.error(failure);
  }
  const errors = failure.errors ?? [];
  const placed = errors.map(({ field: name, message }) => place(form, name, message)).filter((input) => input);
  if (placed.length < Math.max(errors.length, 1)) {
    fill(trouble, h('p', { class: 'notice bad' }, h('bdi', {}, failure.message)));
  }
  placed[0]?.focus();
}

/** Returns the input that an error is about, or of which it is about a part. */
function place(form, name, message) {
  const input =
    form.querySelector(`[data-field="${CSS.escape(name)}"]`) ??
    form.querySelector(`[data-field^="${CSS.escape(name)}."]`);
  if (!input) {
    return null;
  }
  const id = `${input.id}-error`;
  input.closest('details')?.setAttribute('open', '');
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', id);
  input.parentElement.append(h('p', { id, class: 'field-error' }, h('bdi', {}, message)));
  return input;
}
