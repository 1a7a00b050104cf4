"use client";

import { useId } from "react";
import { type ChosenCluster, ClusterPicker } from "@/components/members/cluster-picker";
import { ROLE_NAMES } from "@/components/members/words";
import { Choice } from "@/components/ui/field/choice";
import { FieldGroup } from "@/components/ui/field/field-group";
import { Select } from "@/components/ui/field/select";
import { ROLES, type Role } from "@/lib/contract/roles";

/** One role with its clusters, while it is edited. The chosen clusters are kept while "All clusters" is on. */
export type Line = { key: string; role: Role; isAll: boolean; clusters: ChosenCluster[] };

const CAN: Record<Role, string> = {
  auditor: "Sees clusters, clients and the audit log.",
  creator: "Also creates clients, and deletes those they created.",
  admin: "Also deletes every client, and sees who has access.",
  owner: "Also manages members and their sessions, for all clusters.",
};
const OPTIONS = ROLES.map((value) => ({ value, label: ROLE_NAMES[value] }));

type AccessFieldsProps = { line: Line; error: string | undefined; onChange: (line: Line) => void };

/** Chooses a role, and the clusters that it is for. */
export function AccessFields({ line, error, onChange }: AccessFieldsProps) {
  const name = useId();
  const isOwner = line.role === "owner";
  return (
    <>
      <Select
        label="Role"
        hint={CAN[line.role]}
        options={OPTIONS}
        value={line.role}
        onChange={({ target }) => onChange({ ...line, role: ROLES.find((role) => role === target.value) ?? line.role })}
      />
      <FieldGroup label="Clusters" error={error}>
        <div>
          <Choice
            type="radio"
            name={name}
            label="All clusters"
            checked={line.isAll || isOwner}
            onChange={() => onChange({ ...line, isAll: true })}
          />
          <Choice
            type="radio"
            name={name}
            label="Selected clusters"
            disabled={isOwner}
            checked={!line.isAll && !isOwner}
            onChange={() => onChange({ ...line, isAll: false })}
          />
        </div>
        {!line.isAll && !isOwner && (
          <ClusterPicker chosen={line.clusters} onChange={(clusters) => onChange({ ...line, clusters })} />
        )}
      </FieldGroup>
    </>
  );
}
