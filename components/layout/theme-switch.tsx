"use client";

import { useState } from "react";
import { parseTheme, THEME_COOKIE, type Theme } from "@/components/layout/theme.ts";
import { DropdownLabel, DropdownRadio } from "@/components/ui/dropdown-menu.tsx";

const YEAR_SECONDS = 31_536_000;
const OPTIONS = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "As the system" },
] as const;

function applyTheme(theme: Theme): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  document.documentElement.dataset.theme = theme;
}

/** ThemeSwitch, inside a menu: kept in a cookie, so that the server draws the right one at once. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => parseTheme(document.documentElement.dataset.theme));
  return (
    <>
      <DropdownLabel>Theme</DropdownLabel>
      <DropdownRadio
        value={theme}
        options={OPTIONS}
        onChange={(next) => {
          applyTheme(next);
          setTheme(next);
        }}
      />
    </>
  );
}
