"use client";

import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { CONTROL_CLASS, EXACT_TEXT, Field, type FieldProps, fieldAttributes } from "@/components/ui/field/field";
import { placePopover } from "@/components/ui/popover/place-popover";

export type ComboboxOption = {
  value: string;
  label: string;
  /** Tells those with the same label apart. */
  note: string | null;
};

type ComboboxProps = FieldProps & {
  /** What the field holds; the owner keeps it. */
  text: string;
  onText: (text: string) => void;
  /** Whether any text will do. Then no option is active, and Enter chooses none, until the arrow keys say which. */
  acceptsText?: boolean | undefined;
  /** What matches the text. */
  options: readonly ComboboxOption[];
  /** Whether more options may come. */
  isLoading: boolean;
  /** The list opens, also before somebody types. */
  onOpen?: (() => void) | undefined;
  onChoose: (option: ComboboxOption) => void;
  /** The focus leaves the field, whatever it holds. */
  onLeave?: (() => void) | undefined;
  placeholder?: string | undefined;
};

/**
 * A text field that suggests as one types, after the combobox pattern of WAI-ARIA: arrow keys move through the list,
 * Enter chooses, Escape closes it. The focus stays in the field.
 */
export function Combobox({
  label,
  hint,
  error,
  optional,
  text,
  onText,
  acceptsText = false,
  options,
  isLoading,
  onOpen,
  onChoose,
  onLeave,
  placeholder,
}: ComboboxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const first = acceptsText ? -1 : 0;
  const [active, setActive] = useState(first);
  const shown = Math.min(active, options.length - 1);
  const current = isOpen ? options[shown] : undefined;

  useLayoutEffect(() => {
    const { current: popover } = list;
    if (!isOpen || !popover || !input.current) return;
    popover.style.width = `${input.current.offsetWidth}px`;
    popover.showPopover();
    placePopover(popover, input.current, { side: "bottom", align: "start" });
    return () => popover.hidePopover();
  }, [isOpen]);
  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.value}`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);

  const open = () => {
    setOpen(true);
    onOpen?.();
  };
  const choose = (option: ComboboxOption) => {
    setOpen(false);
    onChoose(option);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = shown + step;
      if (isOpen && options.length > 0) setActive(next < 0 ? options.length - 1 : next % options.length);
      open();
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      choose(current);
    } else if (event.key === "Escape" && isOpen) {
      // So that a dialog around it ignores this Escape.
      event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <input
        {...fieldAttributes(id, { hint, error })}
        ref={input}
        type="text"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={current && `${id}-${current.value}`}
        {...EXACT_TEXT}
        placeholder={placeholder}
        value={text}
        onChange={({ target }) => {
          onText(target.value);
          setActive(first);
          open();
        }}
        onClick={open}
        onKeyDown={press}
        onBlur={() => {
          setOpen(false);
          onLeave?.();
        }}
        className={classNames(CONTROL_CLASS, "h-control")}
      />
      <div
        ref={list}
        id={`${id}-list`}
        popover="manual"
        role="listbox"
        tabIndex={-1}
        aria-label={typeof label === "string" ? label : undefined}
        className="inset-auto m-0 max-h-popover overflow-y-auto rounded-lg border border-line bg-raised p-1 text-base text-text shadow-popover"
      >
        {isOpen &&
          options.map((option, at) => (
            <div
              key={option.value}
              id={`${id}-${option.value}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === shown}
              // Before the field loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                choose(option);
              }}
              onMouseMove={() => setActive(at)}
              className="flex min-h-control cursor-pointer flex-col justify-center rounded-sm px-2 py-1 wrap-anywhere aria-selected:bg-hover"
            >
              {option.label}
              {option.note && <span className="text-sm text-text-muted">{option.note}</span>}
            </div>
          ))}
        {isOpen && options.length === 0 && (
          <div
            role="option"
            aria-selected={false}
            aria-disabled="true"
            tabIndex={-1}
            className="px-2 py-1.5 text-text-muted"
          >
            {isLoading ? "Searching…" : "Nothing matches"}
          </div>
        )}
      </div>
    </Field>
  );
}
