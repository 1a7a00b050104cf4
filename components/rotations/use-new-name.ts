"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSettled } from "@/components/states/use-list-view";
import { nameTakenQuery } from "@/lib/browser/clients";
import { nextName } from "@/lib/contract/next-name";
import type { ClientRules } from "@/lib/contract/owners";

const PATTERN = /^[A-Za-z0-9_-]{1,50}$/;

function faultOf(name: string, isTaken: boolean, { names }: ClientRules): string | undefined {
  if (name === "") return "Give the new client a name.";
  if (name.length > 50) return `${name.length} characters; at most 50 are allowed.`;
  if (!PATTERN.test(name)) return "Only letters, digits, dashes and underscores are allowed.";
  if (names && !new RegExp(`^(?:${names.pattern})$`).test(name)) return `Your team's names look like ${names.example}.`;
  if (isTaken) return "A client with this name already exists in this cluster. Choose another name.";
  return undefined;
}

/** The name of a new client: proposed with the next counter that is free, until somebody types another. */
export function useNewName(clusterId: string, first: string, rules: ClientRules) {
  const [name, setName] = useState(first);
  const [isTyped, setTyped] = useState(false);
  const settled = useSettled(name);
  const { data: isTaken = false } = useQuery({
    ...nameTakenQuery(clusterId, settled),
    enabled: PATTERN.test(settled),
  });
  const isKnownTaken = isTaken && settled === name;
  useEffect(() => {
    if (isKnownTaken && !isTyped) setName(nextName(name));
  }, [isKnownTaken, isTyped, name]);
  const type = (typed: string) => {
    setTyped(true);
    setName(typed);
  };
  return { name, type, fault: faultOf(name, isKnownTaken && isTyped, rules) };
}
