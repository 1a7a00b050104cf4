import type { Config } from "tailwindcss";

/**
 * Names for the tokens of app/globals.css. Colours, type and fonts replace Tailwind's own, so that only tokens have
 * classes. Spacing is Tailwind's 4 px grid.
 */
export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  theme: {
    colors: {
      transparent: "transparent",
      current: "currentColor",
      canvas: "var(--canvas)",
      sidebar: "var(--sidebar)",
      raised: "var(--raised)",
      sunken: "var(--sunken)",
      hover: "var(--hover)",
      backdrop: "var(--backdrop)",
      line: { DEFAULT: "var(--line)", strong: "var(--line-strong)", control: "var(--line-control)" },
      text: { DEFAULT: "var(--text)", muted: "var(--text-muted)", faint: "var(--text-faint)" },
      accent: { DEFAULT: "var(--accent)", soft: "var(--accent-soft)" },
      primary: { DEFAULT: "var(--primary)", hover: "var(--primary-hover)", text: "var(--primary-text)" },
      danger: { DEFAULT: "var(--danger)", hover: "var(--danger-hover)", text: "var(--danger-text)" },
      ok: { DEFAULT: "var(--ok)" },
      warn: { DEFAULT: "var(--warn)", soft: "var(--warn-soft)", line: "var(--warn-line)" },
      bad: { DEFAULT: "var(--bad)", soft: "var(--bad-soft)", line: "var(--bad-line)" },
      info: { soft: "var(--info-soft)", line: "var(--info-line)" },
    },
    fontFamily: { sans: "var(--family-sans)", mono: "var(--family-mono)" },
    fontSize: {
      xs: ["var(--size-xs)", { lineHeight: "var(--leading-xs)" }],
      sm: ["var(--size-sm)", { lineHeight: "var(--leading-sm)" }],
      control: ["var(--size-control)", { lineHeight: "var(--leading-base)" }],
      base: ["var(--size-base)", { lineHeight: "var(--leading-base)" }],
      lg: ["var(--size-lg)", { lineHeight: "var(--leading-lg)" }],
      xl: ["var(--size-xl)", { lineHeight: "var(--leading-xl)", letterSpacing: "var(--tracking-xl)" }],
    },
    borderRadius: {
      none: "0",
      sm: "var(--radius-small)",
      DEFAULT: "var(--radius-base)",
      lg: "var(--radius-large)",
      full: "var(--radius-full)",
    },
    boxShadow: { control: "var(--lift-control)", popover: "var(--lift-popover)", dialog: "var(--lift-dialog)" },
    extend: {
      spacing: {
        row: "var(--row)",
        cell: "var(--cell)",
        card: "var(--card)",
        control: "var(--control)",
        "control-sm": "var(--control-small)",
        sidebar: "var(--sidebar-width)",
        topbar: "var(--topbar)",
        sticky: "var(--sticky-top)",
      },
      maxWidth: {
        content: "var(--content)",
        prose: "var(--prose)",
        "dialog-sm": "var(--dialog-small)",
        "dialog-md": "var(--dialog-medium)",
        "dialog-lg": "var(--dialog-large)",
        "dialog-xl": "var(--dialog-widest)",
      },
      maxHeight: {
        code: "var(--code-height)",
        folded: "var(--folded-height)",
        dialog: "var(--dialog-height)",
        popover: "var(--popover-height)",
      },
      minWidth: { menu: "var(--menu-width)" },
      zIndex: { sticky: "var(--layer-sticky)", skip: "var(--layer-skip)" },
      transitionDuration: { DEFAULT: "var(--motion)" },
      animation: {
        appear: "appear var(--motion) ease-out",
        late: "late var(--patience)",
        turn: "turn var(--motion-turn) linear infinite",
      },
      keyframes: {
        appear: { from: { opacity: "0", transform: "translateY(var(--motion-shift))" } },
        late: { "from, to": { visibility: "hidden" } },
        turn: { to: { transform: "rotate(360deg)" } },
      },
    },
  },
} satisfies Config;
