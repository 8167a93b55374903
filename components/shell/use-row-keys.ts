"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "@/components/layout/use-shortcut.ts";

/** useRowKeys: j and k choose a row, Enter opens it; answers the chosen row, −1 for none. */
export function useRowKeys(hrefs: readonly string[]): number {
  const router = useRouter();
  const [chosen, setChosen] = useState(-1);
  const selected = Math.min(chosen, hrefs.length - 1);
  const isOn = hrefs.length > 0;
  const next = () => setChosen(Math.min(selected + 1, hrefs.length - 1));
  useShortcut({ keys: "j", label: "Next row", onPress: next }, isOn);
  useShortcut(
    { keys: "k", label: "Previous row", onPress: () => setChosen(Math.max(selected - 1, 0)) },
    isOn,
  );
  const open = () => {
    const href = hrefs[selected];
    if (href) router.push(href);
  };
  useShortcut({ keys: "Enter", label: "Open the row", onPress: open }, selected >= 0);
  return selected;
}
