import { Checkbox } from "@/components/ui/checkbox.tsx";
import { NEWS_TYPE_NAMES, NEWS_TYPES, type NewsType } from "@/lib/domain/notifications/news-types.ts";

type NotificationEventsProps = {
  events: readonly NewsType[];
  onChange: (events: readonly NewsType[]) => void;
};

/** NotificationEvents: which kinds of news a target gets. */
export function NotificationEvents({ events, onChange }: NotificationEventsProps) {
  const change = (type: NewsType, isChosen: boolean) =>
    onChange(NEWS_TYPE_NAMES.filter((each) => (each === type ? isChosen : events.includes(each))));
  return (
    <fieldset className="grid grid-cols-2 gap-1.5 phone:grid-cols-1">
      <legend className="mb-1 text-meta text-neutral">Tell it when</legend>
      {NEWS_TYPE_NAMES.map((type) => (
        <Checkbox
          key={type}
          label={NEWS_TYPES[type]}
          checked={events.includes(type)}
          onChange={({ target }) => change(type, target.checked)}
        />
      ))}
    </fieldset>
  );
}
