// Carries the stock frontend's uploads over to parts. A function takes a few megabytes a request: a larger file goes to the
// object store in parts first, and the request that had it names the upload instead. Published beside the frontend's build,
// and loaded by its index page before anything else.
(() => {
  const MOST_BYTES = 4 << 20;
  const BEGINNING_BYTES = 2 << 20;
  const TRIES = 6;
  const uploads = new WeakMap();

  const routeOf = (request) => {
    const path = new URL(request.url, location.href).pathname.replace(/\/+$/, '');
    const found = /^(.*\/api\/v1)\/(job|dataset\/preview_with_types|dataset\/validate_type_changes)$/.exec(path);
    return request.method === 'POST' && found ? { api: new URL(found[1], new URL(request.url, location.href)).href, name: found[2] } : null;
  };

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  // A call to the API, as whoever sent the request.
  const call = async (method, url, authorization, body) => {
    const headers = { ...(body && { 'content-type': 'application/json' }), ...(authorization && { authorization }) };
    const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body), credentials: 'same-origin' });
    if (!answer.ok) throw Object.assign(new Error(await answer.text()), { final: answer.status < 500 });
    return answer.json();
  };

  const put = (url, bytes, onBytes) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    open.call(request, 'PUT', url);
    request.upload.onprogress = (event) => onBytes(event.loaded);
    request.onload = () => (request.status < 300 ? done() : failed(new Error(`part: ${request.status}`)));
    request.onerror = () => failed(new Error('part: broken off'));
    send.call(request, bytes);
  });

  // Sends what has not arrived yet; goes on where it broke off.
  const inParts = async (api, file, authorization, onBytes) => {
    const begun = { file_name: file.name, size_bytes: file.size };
    let state = await call('POST', `${api}/dataset/uploads`, authorization, begun);
    const { upload_id: id, part_size_bytes: size } = state;
    for (let tries = 0; ; tries += 1) {
      try {
        for (const part of state.parts.filter(({ arrived }) => !arrived)) {
          const start = (part.number - 1) * size;
          await put(new URL(part.url, api).href, file.slice(start, start + part.size_bytes), (bytes) => onBytes(start + bytes));
        }
        return id;
      } catch (error) {
        if (tries === TRIES) throw error;
        await wait(500 * 2 ** tries);
        state = await call('GET', `${api}/dataset/uploads/${id}`, authorization);
      }
    }
  };

  // The first lines of a text file, enough for a preview.
  const beginning = async (file) => {
    const bytes = new Uint8Array(await file.slice(0, BEGINNING_BYTES).arrayBuffer());
    const end = bytes.lastIndexOf(10);
    return new File([bytes.slice(0, end < 0 ? bytes.length : end + 1)], file.name, { type: file.type });
  };

  const carriedOver = async (request, route, form) => {
    const file = form.get('file');
    const changed = new FormData();
    for (const [name, value] of form) if (name !== 'file' && name !== 'kwargs') changed.append(name, value);
    if (route.name !== 'job' && /\.(csv|tsv|txt)$/i.test(file.name)) {
      changed.append('file', await beginning(file));
      return changed;
    }
    const onBytes = (loaded) => request.upload.dispatchEvent(
      new ProgressEvent('progress', { lengthComputable: true, loaded, total: file.size }));
    // Looked at more than once, a file is sent once; a job uses its upload up.
    if (!uploads.has(file)) uploads.set(file, inParts(route.api, file, request.skydash.authorization, onBytes));
    const sent = uploads.get(file);
    try {
      const id = await sent;
      if (route.name === 'job') {
        uploads.delete(file);
        changed.append('kwargs', JSON.stringify({ ...JSON.parse(form.get('kwargs')), upload_id: id }));
      } else changed.append('upload_id', id);
    } catch (error) {
      uploads.delete(file);
      throw error;
    }
    return changed;
  };

  const { open, send, setRequestHeader } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.skydash = { method: method.toUpperCase(), url: String(url), authorization: null };
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
    if (this.skydash && name.toLowerCase() === 'authorization') this.skydash.authorization = value;
    return setRequestHeader.call(this, name, value);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const file = body instanceof FormData && body.get('file');
    const route = file instanceof File && file.size > MOST_BYTES && routeOf(this.skydash);
    if (!route) return send.call(this, body);
    carriedOver(this, route, body).then((changed) => send.call(this, changed), () => this.dispatchEvent(new ProgressEvent('error')));
    return undefined;
  };
})();
