package dev.langchain4j.model.openrouter.test;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /videos/{jobId}} and {@code GET /videos/{jobId}/content}: a file of MP4 without pictures. */
final class VideoEndpoint implements Endpoint {

    private static final Pattern PATH = Pattern.compile("/videos/((?!models$)[^/]+)(/content)?");
    private static final byte[] MP4 =
            "\0\0\0\24ftypisom\0\0\2\0isom\0\0\0\10mdat".getBytes(StandardCharsets.ISO_8859_1);

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/videos/{jobId}";
    }

    @Override
    public boolean serves(RecordedRequest request) {
        return method().equals(request.method()) && PATH.matcher(request.path()).matches();
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedKey();
        if (refused != null) {
            return refused.content(call, this);
        }
        Matcher path = PATH.matcher(call.request().path());
        VideoJob job = path.matches() ? call.backend().video(path.group(1)) : null;
        if (job == null) {
            return refuse(call, 404, "Video generation job not found");
        }
        if (path.group(2) != null) {
            return content(call, job);
        }
        job.advance(call.backend());
        return Reply.json(200, job.json(call.backend().baseUrl()));
    }

    private Reply content(Call call, VideoJob job) {
        if (!job.isCompleted()) {
            return refuse(call, 400, "Video generation is not completed");
        }
        return call.request().queryParameter("index", "0").equals("0")
                ? Reply.bytes(200, "video/mp4", MP4)
                : refuse(call, 404, "Video content not found");
    }

    private Reply refuse(Call call, int status, String message) {
        return Answer.error(status, message).content(call, this);
    }
}
