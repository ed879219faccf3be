import type { Route } from '@kinora/kernel';
import type { VideosContext } from './context.ts';
import { addViewerListPeople } from './http/add-viewer-list-people.ts';
import { cancelNextEdition } from './http/cancel-next-edition.ts';
import { changeVideos } from './http/change-videos.ts';
import { createCaptions } from './http/create-captions.ts';
import { createGrant } from './http/create-grant.ts';
import { createTemplate } from './http/create-template.ts';
import { createVideo } from './http/create-video.ts';
import { createViewerList } from './http/create-viewer-list.ts';
import { deleteCaptions } from './http/delete-captions.ts';
import { deleteTemplate } from './http/delete-template.ts';
import { deleteThumbnail } from './http/delete-thumbnail.ts';
import { deleteTrim } from './http/delete-trim.ts';
import { deleteVideo } from './http/delete-video.ts';
import { deleteVideos } from './http/delete-videos.ts';
import { deleteViewerList } from './http/delete-viewer-list.ts';
import { getCaptions } from './http/get-captions.ts';
import { getCards } from './http/get-cards.ts';
import { getProcessing } from './http/get-processing.ts';
import { getTrim } from './http/get-trim.ts';
import { getVideo } from './http/get-video.ts';
import { listCaptions } from './http/list-captions.ts';
import { listDuplicates } from './http/list-duplicates.ts';
import { listJobs } from './http/list-jobs.ts';
import { listMyVideos } from './http/list-my-videos.ts';
import { listPremieres } from './http/list-premieres.ts';
import { listSharedVideos } from './http/list-shared-videos.ts';
import { listTags } from './http/list-tags.ts';
import { listTemplates } from './http/list-templates.ts';
import { listVideos } from './http/list-videos.ts';
import { listViewerListPeople } from './http/list-viewer-list-people.ts';
import { listViewerLists } from './http/list-viewer-lists.ts';
import { putCaptions } from './http/put-captions.ts';
import { putCards } from './http/put-cards.ts';
import { putChapters } from './http/put-chapters.ts';
import { putThumbnail } from './http/put-thumbnail.ts';
import { putTrim } from './http/put-trim.ts';
import { removeViewerListPerson } from './http/remove-viewer-list-person.ts';
import { replaceFile } from './http/replace-file.ts';
import { reprocessVideo } from './http/reprocess-video.ts';
import { updateTemplate } from './http/update-template.ts';
import { updateVideo } from './http/update-video.ts';
import { updateViewerList } from './http/update-viewer-list.ts';

/** All that videos answers over HTTP. */
export const routes: Route<VideosContext>[] = [
  addViewerListPeople,
  cancelNextEdition,
  changeVideos,
  createCaptions,
  createGrant,
  createTemplate,
  createVideo,
  createViewerList,
  deleteCaptions,
  deleteTemplate,
  deleteThumbnail,
  deleteTrim,
  deleteVideo,
  deleteVideos,
  deleteViewerList,
  getCaptions,
  getCards,
  getProcessing,
  getTrim,
  getVideo,
  listCaptions,
  listDuplicates,
  listJobs,
  listMyVideos,
  listPremieres,
  listSharedVideos,
  listTags,
  listTemplates,
  listVideos,
  listViewerListPeople,
  listViewerLists,
  putCaptions,
  putCards,
  putChapters,
  putThumbnail,
  putTrim,
  removeViewerListPerson,
  replaceFile,
  reprocessVideo,
  updateTemplate,
  updateVideo,
  updateViewerList,
];
