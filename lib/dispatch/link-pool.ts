import { type LinkSlot, makeLinkSlot } from './link-slot.ts';

type Versioned = { id: string; version: number };

/** The links of all destinations of a process: one each, in the version of the config that they were opened with. */
export type LinkPool = {
  slotOf: (destination: Versioned) => LinkSlot;
  /** Lets go of every destination that is not among these, or is there in another version. */
  retain: (destinations: readonly Versioned[]) => void;
  /** Lets go of all, and resolves when they are closed. */
  close: () => Promise<void>;
};

export function makeLinkPool(): LinkPool {
  const places = new Map<string, { version: number; slot: LinkSlot }>();
  return {
    slotOf: ({ id, version }) => {
      const place = places.get(id);
      if (place?.version === version) return place.slot;
      place?.slot.retire();
      const slot = makeLinkSlot();
      places.set(id, { version, slot });
      return slot;
    },
    retain: (destinations) => {
      const versions = new Map(destinations.map(({ id, version }) => [id, version]));
      for (const [id, { version, slot }] of places) {
        if (versions.get(id) === version) continue;
        slot.retire();
        places.delete(id);
      }
    },
    close: async () => {
      await Promise.all([...places.values()].map(({ slot }) => slot.close()));
      places.clear();
    },
  };
}
