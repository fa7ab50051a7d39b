// A form with data-upload="ADDRESS": its file is sent there first, as it is; what comes back is the digest that the form itself
// then sends as 'source'. Without this script the form sends no digest, and the answer says so.
(() => {
  'use strict';
  document.addEventListener('submit', event => {
    const form = event.target.closest('form[data-upload]');
    if (!form || form.elements.source.value) return;
    event.preventDefault();
    const file = form.querySelector('input[type=file]').files[0];
    const status = form.querySelector('[data-upload-status]');
    const button = form.querySelector('button');
    const call = new XMLHttpRequest();
    const refused = words => {
      status.textContent = words;
      button.disabled = false;
    };
    button.disabled = true;
    status.textContent = 'sending…';
    call.open('POST', form.dataset.upload);
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('X-CSRF-TOKEN', form.elements._csrf.value);
    call.upload.addEventListener('progress', sent => {
      if (sent.lengthComputable) status.textContent = 'sent ' + Math.floor(100 * sent.loaded / sent.total) + ' %';
    });
    call.upload.addEventListener('load', () => { status.textContent = 'looking at it…'; });
    call.addEventListener('error', () => refused('the connection broke; try again'));
    call.addEventListener('load', () => {
      if (call.status !== 200) {
        refused(call.status === 400 ? call.responseText : 'refused with ' + call.status);
        return;
      }
      form.elements.source.value = call.responseText;
      form.requestSubmit();
    });
    call.send(file);
  });
})();
