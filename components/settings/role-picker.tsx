"use client";

import { Field } from "@/components/ui/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { isRole } from "@/lib/domain/access/is-role.ts";
import { ENVIRONMENT_ROLES, ROLE_SENTENCES, ROLES, type Role } from "@/lib/domain/access/roles.ts";

export type PickedRole = { role: Role; environment: string };
export const FIRST_ROLE: PickedRole = { role: "viewer", environment: "" };

type RolePickerProps = {
  picked: PickedRole;
  environments: readonly string[];
  onPick: (picked: PickedRole) => void;
};

/** grantOf is a picked role as the API takes it: only reviewer and operator are limited to an environment. */
export function grantOf({ role, environment }: PickedRole) {
  return environment !== "" && ENVIRONMENT_ROLES.includes(role) ? { role, environment } : { role };
}

/** RolePicker: one role and, where it can be limited, one environment. */
export function RolePicker({ picked, environments, onPick }: RolePickerProps) {
  return (
    <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
      <Field label="Role" hint={ROLE_SENTENCES[picked.role]}>
        <Select
          value={picked.role}
          onChange={({ target }) => {
            if (isRole(target.value)) onPick({ ...picked, role: target.value });
          }}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </Select>
      </Field>
      {ENVIRONMENT_ROLES.includes(picked.role) ? (
        <Field label="Held in">
          <Select
            value={picked.environment}
            onChange={({ target }) => onPick({ ...picked, environment: target.value })}
          >
            <option value="">every environment</option>
            {environments.map((name) => (
              <option key={name} value={name}>
                {name} only
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
    </div>
  );
}
