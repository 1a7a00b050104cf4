import { Button } from "@/components/ui/button/button";

type FormButtonsProps = {
  /** The ID of the dialog's form. */
  form: string;
  submitLabel: string;
  pendingLabel: string;
  pending: boolean;
  onCancel: () => void;
};

/** The footer of a dialog with a form: Cancel, and the button that submits it. Neither does anything while it is sent. */
export function FormButtons({ form, submitLabel, pendingLabel, pending, onCancel }: FormButtonsProps) {
  return (
    <>
      <Button aria-disabled={pending || undefined} onClick={() => !pending && onCancel()}>
        Cancel
      </Button>
      <Button type="submit" form={form} variant="primary" pending={pending} pendingLabel={pendingLabel}>
        {submitLabel}
      </Button>
    </>
  );
}
