-- Each request is somebody who sends her answers: another key, other answers.
local signs = "0123456789abcdef"
local lives = { "tres_bien", "plutot_bien", "plutot_mal", "tres_mal" }
local ages = { "15_a_24_ans", "25_a_39_ans", "40_a_59_ans", "60_a_74_ans" }
local places = { "QN01102I", "QN01103I", "QN01104I", "QN01105I", "QN01106M" }
local bad = 0

function init(arguments)
  math.randomseed(tonumber(tostring({}):sub(8), 16) or os.time())
  path = arguments[1]
end

local function key()
  local out = {}
  for i = 1, 32 do local at = math.random(16); out[i] = signs:sub(at, at) end
  return table.concat(out)
end

function request()
  local body = "cle=" .. key() .. "&version=1&r.quartier=" .. places[math.random(5)] ..
    "&r.depuis_combien_de_temps=plus_de_cinq_ans&r.comment_trouvez_vous_la=" .. lives[math.random(4)] ..
    "&r.vous_y_sentez_vous_en=souvent&r.de_quoi_faut_il_s=proprete+sante&r.voulez_vous_prendre_part=oui" ..
    "&r.quel_age_avez_vous=" .. ages[math.random(4)] .. "&r.vous_etes=une_femme"
  return wrk.format("POST", path, { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end

function response(status)
  if status ~= 200 then bad = bad + 1 end
end
