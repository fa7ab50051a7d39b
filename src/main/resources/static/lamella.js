// Three small things: parts of a page that follow what they show, times that stay true, keys and the theme.
(() => {
  'use strict';

  // Live parts: <section data-live="SLICE/demo_hello NODE/*" hx-get="…" hx-trigger="live">. One stream tells that
  // something has changed, never what; the part then loads itself anew. Changes that come while a part is loading
  // cause one more load after it, so the last state is always the one that is shown.
  const again = new WeakSet();
  const loading = new WeakSet();
  const refresh = part => {
    if (loading.has(part)) { again.add(part); return; }
    loading.add(part);
    htmx.trigger(part, 'live');
  };
  document.addEventListener('htmx:afterRequest', event => {
    const part = event.target;
    if (!loading.has(part)) return;
    setTimeout(() => {
      loading.delete(part);
      if (again.delete(part)) refresh(part);
    }, 150);
  });
  // A part that cannot be loaded stays as it was, and the page says why. A redirect to the sign-in would else be swapped in
  // as nothing.
  const notice = (words, address) => {
    const line = document.querySelector('.off-line');
    const link = Object.assign(document.createElement('a'), { href: address, textContent: words });
    line.replaceChildren(link);
    line.hidden = false;
  };
  document.addEventListener('htmx:beforeSwap', event => {
    const { xhr } = event.detail;
    if (new URL(xhr.responseURL).pathname === '/sign-in') {
      event.detail.shouldSwap = false;
      notice('signed out: sign in again', '/sign-in');
    } else if (xhr.status === 404) {
      notice('this is gone: to the list', '/' + location.pathname.split('/')[1]);
    }
  });
  const concerned = change => {
    const [topic, key] = change.split('/', 2);
    // Without a key: one of them has gone, and which is told to nobody who might not have known it.
    return [...document.querySelectorAll('[data-live]')].filter(part =>
      part.dataset.live.split(' ').some(wanted =>
        key === '' ? wanted.startsWith(topic + '/') : wanted === change || wanted === topic + '/*'));
  };
  if (document.querySelector('[data-live]')) {
    const stream = new EventSource('/live');
    const offLine = document.querySelector('.off-line');
    stream.addEventListener('change', event => concerned(event.data).forEach(refresh));
    stream.addEventListener('open', () => {
      offLine.hidden = !offLine.querySelector('a');
      // At the first time, too: what changed between the page's rendering and this stream was told to nobody.
      document.querySelectorAll('[data-live]').forEach(refresh);
    });
    stream.addEventListener('error', () => { offLine.hidden = false; });
  }

  // Times: kept true here, in words; rounded, in the largest unit of which there are at least two, as the command line says them.
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const words = seconds => {
    const [unit, size] = units.find(([, size]) => seconds >= 2 * size) ?? ['second', 1];
    return Math.round(seconds / size) + ' ' + unit + 's';
  };
  const relative = then => {
    const seconds = Math.round((then - Date.now()) / 1000);
    const away = Math.abs(seconds);
    if (away < 2) return 'now';
    return seconds > 0 ? 'in ' + words(away) : words(away) + ' ago';
  };
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const tell = () => document.querySelectorAll('time[data-relative]').forEach(time => {
    const then = new Date(time.dateTime);
    time.textContent = relative(then);
    time.title = local.format(then) + ' · ' + then.toISOString().replace('T', ' ').slice(0, 19) + ' UTC';
  });
  tell();
  setInterval(tell, 5000);
  document.addEventListener('htmx:afterSettle', tell);

  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.querySelector('.find input')?.focus();
    }
  });
  document.addEventListener('click', event => {
    if (event.target.closest('[data-switch-theme]')) {
      const root = document.documentElement;
      const dark = root.dataset.theme
        ? root.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      localStorage.setItem('theme', root.dataset.theme);
      return;
    }
    const row = event.target.closest('tr[data-href]');
    if (row && !event.target.closest('a, button, input, label') && !getSelection().toString()) {
      location.href = row.dataset.href;
    }
  });
})();
