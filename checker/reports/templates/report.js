for (const on of ['mouseover', 'focusin']) document.addEventListener(on, e => {
  const at = e.target.closest && e.target.closest('[data-k]'), key = at && at.dataset.k.split(' ')[0];
  document.querySelectorAll('.hl').forEach(x => x.classList.remove('hl'));
  if (at) at.closest('article').querySelectorAll('[data-k~="' + CSS.escape(key) + '"]').forEach(x => x.classList.add('hl'));
});
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(x => x.open = true));
