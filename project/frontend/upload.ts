import { csrf } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";

export interface Uploaded {
  id: string;
  name: string;
  size?: string;
}

/** Upload one file; `fetch` tells no progress, so this is the one place with an XMLHttpRequest of ours. */
export function upload(url: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("file", file, file.name);
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve(JSON.parse(request.responseText) as Uploaded) : reject(new Error(reason(request))));
    request.onerror = () => reject(new Error(gettext("No connection. Try again.")));
    signal.addEventListener("abort", () => request.abort());
    request.send(data);
  });
}

function reason(request: XMLHttpRequest): string {
  try {
    return (JSON.parse(request.responseText) as { error: string }).error;
  } catch {
    return request.status === 413 ? gettext("This file is too large.") : gettext("The server could not take this file.");
  }
}

export function sizeOf(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  return `${value.toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 })} ${units[step]}`;
}
