-- Where a file is named it sends that file's requests, one after the other and from the beginning again: method, path, token
-- and body, with tabs between them. What was measured is written as one line of JSON: microseconds and bytes.
local requests = {}
local next = 0

init = function(args)
  if not args[1] then return end
  for line in io.lines(args[1]) do
    local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = {}
    if token ~= "" then headers["authorization"] = "Bearer " .. token end
    if body ~= "" then headers["content-type"] = "application/json" end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
  request = function()
    next = next % #requests + 1
    return requests[next]
  end
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"durationUs":%d,"bytes":%d,"p99Us":%d,"errors":%d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
