import type { Entry } from "./entry.ts";

/** Where entries wait. IndexedDB; where a browser has none, localStorage, which cannot hold files. */
export interface Store {
  all(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  delete(id: string): Promise<void>;
}

export async function openStore(): Promise<Store> {
  try {
    return new Indexed(await openDatabase());
  } catch {
    return new Plain();
  }
}

const TABLE = "entries";

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("outbox", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE, { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

class Indexed implements Store {
  constructor(private readonly database: IDBDatabase) {}

  all(): Promise<Entry[]> {
    return this.ask("readonly", (table) => table.getAll() as IDBRequest<Entry[]>);
  }

  async put(entry: Entry): Promise<void> {
    await this.ask("readwrite", (table) => table.put(entry));
  }

  async delete(id: string): Promise<void> {
    await this.ask("readwrite", (table) => table.delete(id));
  }

  private ask<T>(mode: IDBTransactionMode, question: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(TABLE, mode);
      const request = question(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

export class Plain implements Store {
  private readonly prefix = "outbox ";

  async all(): Promise<Entry[]> {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    return keys.sort().map((key) => JSON.parse(localStorage.getItem(key)!) as Entry);
  }

  async put(entry: Entry): Promise<void> {
    if (entry.fields.some(([, value]) => typeof value !== "string")) throw new Error("This browser cannot keep files.");
    localStorage.setItem(this.prefix + entry.id, JSON.stringify(entry));
  }

  async delete(id: string): Promise<void> {
    localStorage.removeItem(this.prefix + id);
  }
}
