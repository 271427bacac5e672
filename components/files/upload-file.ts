import type { AcceptedFile } from '#lib/files/schema.ts';

/** Sends one file and tells how much of it has gone: what `fetch` cannot. @throws Error with the API's own words. */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<AcceptedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.set('file', file);
    request.open('POST', '/api/v1/files');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const body = request.response as (AcceptedFile & { detail?: string }) | null;
      if (request.status === 202 && body) resolve(body);
      else reject(new Error(body?.detail ?? `The server answered ${request.status}.`));
    };
    request.onerror = () => reject(new Error('The server could not be reached.'));
    request.send(form);
  });
}
