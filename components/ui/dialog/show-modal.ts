/** What had the focus when the first of the open dialogs opened. */
let opener: Element | null = null;

/**
 * The ref of a <dialog>: opens it above the page when React mounts it, and closes it when React removes it. The browser
 * makes the page inert meanwhile and hands the focus back to what had it before.
 */
export function showModal(dialog: HTMLDialogElement): () => void {
  if (!document.querySelector("dialog:modal")) opener = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    // Later, because what got the focus back may be removed in the same turn, such as the row of a deleted client.
    setTimeout(restoreFocus);
  };
}

/** If nothing has the focus, gives it to the opener, or to the page's main part when the opener is gone. */
function restoreFocus() {
  for (const target of [opener, document.querySelector("main")]) {
    if (document.activeElement === document.body && target instanceof HTMLElement) target.focus();
  }
}
