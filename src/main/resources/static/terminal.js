// The terminal of a sliver: <div data-terminal="ADDRESS" data-sliver="ADDRESS">. What is typed goes to ADDRESS by the same
// messages as `lamella exec -t` sends; nothing of it is kept here.
(() => {
  'use strict';
  // Neither would a browser hold back what comes, nor can a screen show it: a program that prints more than that at once ends.
  const MOST_UNSHOWN = 32 << 20;
  const CHUNK = 32 << 10;
  // As a login finds it: the shell of root inside.
  const SHELL = `cd "$HOME" 2>/dev/null || cd /root 2>/dev/null || cd /
while IFS=: read -r name secret uid gid words home shell; do
  [ "$name" = root ] && break
done 2>/dev/null </etc/passwd
[ -x "$shell" ] || shell=/bin/sh
export SHELL="$shell"
exec "$shell" -l`;

  const screen = document.querySelector('[data-terminal]');
  const state = document.querySelector('[data-terminal-state]');
  const again = document.querySelector('[data-terminal-again]');
  const reader = document.querySelector('[data-terminal-reader]');
  const encoder = new TextEncoder();
  let socket = null;
  let ended = true;

  const colours = () => {
    const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return {
      background: token('--sheet'), foreground: token('--ink'),
      cursor: token('--accent'), cursorAccent: token('--sheet'), selection: token('--edge'),
    };
  };
  const terminal = new Terminal({
    fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace', fontSize: 14,
    scrollback: 5000, minimumContrastRatio: 4.5, theme: colours(),
  });
  const fit = new FitAddon.FitAddon();
  terminal.loadAddon(fit);
  terminal.open(screen);
  terminal.textarea.setAttribute('aria-describedby', 'terminal-keys');
  fit.fit();

  const repaint = () => terminal.setOption('theme', colours());
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  new ResizeObserver(() => fit.fit()).observe(screen);

  const isOpen = () => socket !== null && socket.readyState === WebSocket.OPEN && !ended;
  const input = bytes => {
    for (let from = 0; isOpen() && from < bytes.length; from += CHUNK) {
      const piece = bytes.subarray(from, from + CHUNK);
      const message = new Uint8Array(piece.length + 1);
      message.set(piece, 1);
      socket.send(message);
    }
  };
  terminal.onData(text => input(encoder.encode(text)));
  terminal.onBinary(text => input(Uint8Array.from(text, letter => letter.charCodeAt(0))));
  terminal.onResize(size => {
    if (isOpen()) socket.send(JSON.stringify({ resize: { columns: size.cols, rows: size.rows } }));
  });
  // Tab belongs to the shell: those who have no mouse need another way out.
  terminal.attachCustomKeyEventHandler(event => {
    if (event.type !== 'keydown' || !event.ctrlKey || !event.altKey || event.key !== 'Enter') return true;
    (again.hidden ? reader : again).focus();
    return false;
  });

  const end = words => {
    if (ended) return;
    ended = true;
    state.textContent = words;
    again.hidden = false;
    socket.close();
    if (screen.contains(document.activeElement)) again.focus();
  };
  // A process that was killed does not say by whom; the sliver's page knows whether it still runs.
  const endBySignal = async signal => {
    let words = 'Ended by signal ' + signal;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(screen.dataset.sliver)).text(), 'text/html');
      words += '; the sliver is ' + page.querySelector('.head .state').textContent.trim();
    } catch { /* then it is not said */ }
    end(words + '.');
  };

  const open = () => {
    let begun = false;
    let unshown = 0;
    const mine = new WebSocket(location.origin.replace(/^http/, 'ws') + screen.dataset.terminal, 'lamella.exec.v1');
    socket = mine;
    ended = false;
    again.hidden = true;
    state.textContent = 'Opening…';
    mine.binaryType = 'arraybuffer';
    mine.addEventListener('open', () => mine.send(JSON.stringify({
      command: ['/bin/sh', '-c', SHELL],
      environment: { USER: 'root', LOGNAME: 'root', HOME: '/root' },
      terminal: { type: 'xterm-256color', columns: terminal.cols, rows: terminal.rows },
    })));
    mine.addEventListener('message', event => {
      if (socket !== mine || ended) return;
      if (typeof event.data !== 'string') {
        const bytes = new Uint8Array(event.data, 1);
        unshown += bytes.length;
        if (unshown > MOST_UNSHOWN) { end('Ended: it printed faster than this page can show it.'); return; }
        terminal.write(bytes, () => { unshown -= bytes.length; });
        return;
      }
      const said = JSON.parse(event.data);
      if (said.opened) {
        begun = true;
        state.textContent = 'Connected.';
        const size = { columns: terminal.cols, rows: terminal.rows };
        mine.send(JSON.stringify({ resize: size }));
        terminal.focus();
      } else if (said.problem) {
        end((begun ? 'Ended: ' : 'Not opened: ') + said.problem.detail + '.');
      } else if ('exit' in said) {
        if (said.exit > 128) endBySignal(said.exit - 128);
        else end('Ended with exit code ' + said.exit + '.');
      }
    });
    mine.addEventListener('close', () => {
      // After the last message it says nothing new, and endBySignal may still be asking.
      setTimeout(() => {
        if (socket === mine) {
          end(begun ? 'The connection is lost.' : 'Not opened: the server does not answer, or you are not signed in any more.');
        }
      }, 2000);
    });
  };

  again.addEventListener('click', () => { terminal.reset(); open(); terminal.focus(); });
  reader.addEventListener('click', () => {
    const on = reader.getAttribute('aria-pressed') !== 'true';
    reader.setAttribute('aria-pressed', on);
    terminal.setOption('screenReaderMode', on);
    const rows = screen.querySelector('.xterm-accessibility-tree');
    if (rows) rows.setAttribute('role', 'list');
    terminal.focus();
  });
  open();
})();
