// What this phone keeps, named by production and person so that several people can share a browser:
// keys, the numbers a watcher must not see yet, and acts no server has acknowledged.

const databaseName = "proofhouse";
const databaseVersion = 1;

export type Shelf = "keys" | "salts" | "unsent";

const shelves: readonly Shelf[] = ["keys", "salts", "unsent"];

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, databaseVersion);
    request.onupgradeneeded = () => {
      for (const shelf of shelves) request.result.createObjectStore(shelf);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage: it cannot be opened"));
    request.onblocked = () => reject(new Error("storage: another tab holds an older version"));
  });
}

/**
 * within opens the database for one transaction only: some phones drop a connection that is held
 * while the page sleeps. It resolves when the transaction is durable.
 */
async function within<T>(
  shelf: Shelf,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: "strict" });
      const request = work(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("storage: not written"));
      transaction.onerror = () => reject(transaction.error ?? new Error("storage: not written"));
    });
  } finally {
    database.close();
  }
}

export function take<T>(shelf: Shelf, name: string): Promise<T | undefined> {
  return within<T | undefined>(shelf, "readonly", (store) => store.get(name));
}

export async function put(shelf: Shelf, name: string, value: unknown): Promise<void> {
  await within(shelf, "readwrite", (store) => store.put(value, name));
}

export async function drop(shelf: Shelf, name: string): Promise<void> {
  await within(shelf, "readwrite", (store) => store.delete(name));
}

/** list returns everything whose name begins with a prefix, oldest name first. */
export async function list<T>(shelf: Shelf, prefix: string): Promise<{ name: string; value: T }[]> {
  const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
  const names = await within(shelf, "readonly", (store) => store.getAllKeys(range));
  const values = await within<T[]>(shelf, "readonly", (store) => store.getAll(range));
  return names.flatMap((name, i) => {
    const value = values[i];
    return value === undefined ? [] : [{ name: String(name), value }];
  });
}
