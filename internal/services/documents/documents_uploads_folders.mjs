// Folders among what was chosen or dropped, and the folders of the space to which their files go.
const unseen = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i; // what systems leave in folders

/** Lists the files among what was chosen or dropped, each with the names of the folders in which it stands. What is left out is noted. */
export async function found(items, words, note) {
  const files = [];
  const most = Number(words.dropped);
  const take = (file, path) => { if (!unseen.test(file.name)) files.push({ file, path }); };
  const unread = (entry) => { note(words.unread.replace("{name}", entry.name)); return []; };
  for (const item of items) {
    if (item instanceof File) take(item, (item.webkitRelativePath || item.name).split("/").slice(0, -1));
    else await walk(item, []);
  }
  if (files.length > most) note(words.too_many_dropped);
  return files.slice(0, most);

  async function walk(entry, path) {
    if (files.length > most) return;
    if (entry.isFile) {
      const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
      if (file) take(file, path);
      else unread(entry);
      return;
    }
    const reader = entry.createReader();
    for (;;) { // a reader gives a hundred at a time
      const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(unread(entry))));
      if (!entries.length) return;
      for (const inner of entries) await walk(inner, [...path, entry.name]);
    }
  }
}

/** Returns what leads to the folder of the space for the names of folders, asking once for each; what can't be made is noted. */
export function leading(zone, note) {
  const { space, folder = "", folder_kept: kept, form } = zone.dataset;
  const ways = new Map();
  return (path) => {
    if (!path.length || form !== undefined) return Promise.resolve(folder);
    const key = path.join("/");
    if (!ways.has(key)) {
      const way = ask(path).then(({ folder: found, why }) => {
        if (why) note(kept.replace("{path}", key).replace("{why}", why));
        return found;
      });
      way.catch(() => ways.delete(key)); // another try asks again
      ways.set(key, way);
    }
    return ways.get(key);
  };

  async function ask(path) {
    const body = new URLSearchParams({ folder });
    for (const name of path) body.append("name", name);
    const answer = await fetch(`${space}/dossiers/chemin`, { method: "POST", body, headers: { "X-Requested-With": "osmose" } });
    if (!answer.ok) throw await osmose.refused(answer);
    return answer.json();
  }
}
