import type { Config } from 'tailwindcss';

const token = (name: string) => `var(--${name})`;
/** A colour with meaning: the solid one (bars, dots), the one to write with, the one to write on. */
const meaning = (name: string) => ({
  DEFAULT: token(name),
  text: token(`${name}-text`),
  soft: token(`${name}-soft`),
});

/** The one place where design tokens get their class names. Values live in app/globals.css. */
export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      page: token('page'),
      panel: token('panel'),
      raised: token('raised'),
      sunken: token('sunken'),
      hover: token('hover'),
      selected: token('selected'),
      line: token('line'),
      edge: token('edge'),
      ink: { DEFAULT: token('ink'), 2: token('ink-2'), 3: token('ink-3') },
      accent: { ...meaning('accent'), on: token('accent-on'), hover: token('accent-hover') },
      danger: { DEFAULT: token('danger'), on: token('danger-on'), hover: token('danger-hover') },
      pass: meaning('pass'),
      redact: meaning('redact'),
      block: meaning('block'),
      withheld: meaning('withheld'),
      dead: meaning('dead'),
      flight: meaning('flight'),
      low: meaning('low'),
      medium: meaning('medium'),
      high: meaning('high'),
      critical: meaning('critical'),
      scrim: token('scrim'),
    },
    fontFamily: {
      sans: token('font-sans'),
      mono: [token('font-mono'), { fontFeatureSettings: '"liga" 0, "calt" 0' }],
    },
    fontSize: {
      xs: ['0.75rem', '1rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.25rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      '2xl': ['1.75rem', '2.25rem'],
    },
    fontWeight: { normal: '400', medium: '500', semibold: '600' },
    borderRadius: {
      none: '0',
      badge: '0.25rem',
      control: '0.3125rem',
      panel: '0.375rem',
      full: '9999px',
    },
    boxShadow: { none: 'none', float: token('shadow-float') },
    transitionDuration: { DEFAULT: '140ms', fast: '120ms', slow: '160ms' },
    transitionTimingFunction: { DEFAULT: 'cubic-bezier(0, 0, 0.2, 1)' },
    extend: {
      spacing: {
        control: '2rem',
        'control-sm': '1.75rem',
        badge: '1.25rem',
        row: '2.25rem',
        'row-sm': '1.75rem',
        topbar: '3rem',
        sidebar: '14rem',
        rail: '3.5rem',
        gutter: '1.5rem',
      },
      maxWidth: { form: '40rem', prose: '72ch', dialog: '30rem', tip: '24rem' },
      zIndex: { sticky: '10', bar: '20', drawer: '30', sheet: '40', dialog: '50', float: '60' },
    },
  },
} satisfies Config;
