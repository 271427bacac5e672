/** What the reader chose; "system" follows the machine. */
export type ThemeChoice = 'light' | 'dark' | 'system';
export const THEME_KEY = 'theme';

/** Runs before the first paint: no flash of the other theme, and it follows the machine while the page is open. */
export const THEME_SCRIPT = `(function () {
  var root = document.documentElement, dark = matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    var choice = 'system';
    try { choice = localStorage.getItem('${THEME_KEY}') || choice } catch (e) {}
    root.dataset.theme = choice === 'dark' || (choice !== 'light' && dark.matches) ? 'dark' : 'light';
  }
  apply();
  dark.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('themechange', apply);
  // React may draw <html> anew after a fault; the choice has to outlive that.
  new MutationObserver(function () { if (!root.dataset.theme) apply() }).observe(root, { attributes: true });
})()`;
