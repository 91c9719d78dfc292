import type { Application } from "@hotwired/stimulus";
import { BulkController } from "./bulk_controller.ts";
import { ComposerController } from "./composer_controller.ts";
import { FilterController } from "./filter_controller.ts";
import { EmojiController } from "./emoji_controller.ts";
import { FolderController } from "./folder_controller.ts";
import { FollowersController } from "./followers_controller.ts";
import { FormatController } from "./format_controller.ts";
import { HandoverController } from "./handover_controller.ts";
import { InboxController } from "./inbox_controller.ts";
import { LinesController } from "./lines_controller.ts";
import { MacrosController } from "./macros_controller.ts";
import { LaterController } from "./later_controller.ts";
import { GoesOnController, MergingController } from "./merging_controller.ts";
import { OutgoingController } from "./outgoing_controller.ts";
import { PicturesController } from "./pictures_controller.ts";
import { MentionsController } from "./mentions_controller.ts";
import { gettext } from "../../live/frontend/text.ts";
import { provide, type Action } from "../../project/frontend/palette.ts";
import { ReaderController } from "./reader_controller.ts";
import { SearchController } from "./search_controller.ts";
import { StatesController } from "./states_controller.ts";
import { StepsController } from "./steps_controller.ts";
import { TagsController } from "./tags_controller.ts";
import { ThreadController } from "./thread_controller.ts";
import { WeekController } from "./week_controller.ts";
import { CardPreviewController } from "./card_preview_controller.ts";
import { WidgetPreviewController } from "./widget_preview_controller.ts";

export function register(application: Application): void {
  provide(() => (document.getElementById("conversation")?.dataset["threadReadingValue"] ? [markUnread] : []));
  application.register("bulk", BulkController);
  application.register("composer", ComposerController);
  application.register("filter", FilterController);
  application.register("emoji", EmojiController);
  application.register("folder", FolderController);
  application.register("followers", FollowersController);
  application.register("format", FormatController);
  application.register("handover", HandoverController);
  application.register("inbox", InboxController);
  application.register("lines", LinesController);
  application.register("macros", MacrosController);
  application.register("later", LaterController);
  application.register("goes-on", GoesOnController);
  application.register("merging", MergingController);
  application.register("outgoing", OutgoingController);
  application.register("pictures", PicturesController);
  application.register("mentions", MentionsController);
  application.register("reader", ReaderController);
  application.register("search", SearchController);
  application.register("states", StatesController);
  application.register("steps", StepsController);
  application.register("tags", TagsController);
  application.register("thread", ThreadController);
  application.register("week", WeekController);
  application.register("card-preview", CardPreviewController);
  application.register("widget-preview", WidgetPreviewController);
}

const markUnread: Action = {
  get label() {
    return gettext("Mark as unread");
  },
  keys: "u",
  run: () => document.dispatchEvent(new CustomEvent("shortcut", { detail: { keys: "u" }, cancelable: true })),
};
