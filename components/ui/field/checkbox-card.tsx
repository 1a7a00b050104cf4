"use client";

import { ChoiceCard, type ChoiceCardProps } from "@/components/ui/field/choice-card";

/** A checkbox as a card: a name, and one sentence on what ticking it brings. */
export function CheckboxCard(props: ChoiceCardProps) {
  return <ChoiceCard {...props} type="checkbox" />;
}
