"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { nameFault } from "@/components/clients/create/name-fault";
import { useSettled } from "@/components/states/use-list-view";
import { nameTakenQuery } from "@/lib/browser/clients";
import { CLIENT_NAME_PATTERN } from "@/lib/contract/clients";
import { nextName } from "@/lib/contract/next-name";
import type { ClientRules } from "@/lib/contract/owners";

/** The name of a new client: proposed with the next counter that is free, until somebody types another. */
export function useNewName(clusterId: string, first: string, rules: ClientRules) {
  const [name, setName] = useState(first);
  const [isTyped, setTyped] = useState(false);
  const settled = useSettled(name);
  const { data: isTaken = false } = useQuery({
    ...nameTakenQuery(clusterId, settled),
    enabled: CLIENT_NAME_PATTERN.test(settled),
  });
  const isKnownTaken = isTaken && settled === name;
  useEffect(() => {
    if (isKnownTaken && !isTyped) setName(nextName(name));
  }, [isKnownTaken, isTyped, name]);
  const type = (typed: string) => {
    setTyped(true);
    setName(typed);
  };
  return { name, type, fault: nameFault(name, isKnownTaken && isTyped, rules) };
}
