"""The names that are dropped from a query: an exact list, never a pattern that could hit content.

Words that pages use for their own content (``source``, ``ref``, ``session``, ``keyword``,
``cid``, ``mc``, ``medium``) are on no list. Names are compared without regard to case, but for
those that hold on one site only: there ``CID`` is noise and ``cid`` may be content.
"""

import re


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


MACHINE_ADDED = _names(
    """
    gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl
    usqp amp_js_v amp_gsa
    fbclid fb_action_ids fb_action_types fb_comment_id mibextid igsh igshid
    msclkid twclid ttclid li_fat_id epik rdt_cid sccid
    yclid ymclid ysclid syclid _openstat irclickid unicorn_click_id
    xsdata sdata ovuser clickparams
    guce_referrer guce_referrer_sig

    mc_cid mc_eid mkt_tok dm_i et_rid sfmc_id sfmc_activityid _bhlid bbeml __s _kx
    __hsfp __hssc __hstc _hsenc _hsmi hsCtaTracking
    hsa_acc hsa_cam hsa_grp hsa_ad hsa_src hsa_tgt hsa_kw hsa_mt hsa_net hsa_ver
    ml_subscriber ml_subscriber_hash oly_anon_id oly_enc_id vero_conv vero_id vgo_ee
    spMailingID spUserID spJobID spReportId sc_customer sc_eh sc_uid s_cid s_kwcid
    ss_source ss_campaign_id ss_campaign_name ss_campaign_sent_date ss_email_id
    sms_click sms_source sms_uph bsft_clkid bsft_uid rb_clickid wickedid
    oft_c oft_ck oft_d oft_id oft_ids oft_k oft_lk oft_sk
    _branch_match_id _branch_referrer

    at_medium at_campaign at_campaign_type at_bbc_team at_format at_link_id at_link_origin
    at_link_type at_ptr_name at_recipient_id at_recipient_list xtor
    ns_mchannel ns_source ns_campaign ns_linkname ns_fee
    """
)
"""Lower-case names that advertisers', senders' and chat tools' machinery adds to an address."""

_CAMPAIGN = _names(
    """
    mtm_campaign mtm_keyword mtm_kwd mtm_source mtm_medium mtm_content mtm_cid mtm_group
    mtm_placement
    pk_campaign pk_keyword pk_kwd pk_source pk_medium pk_content pk_cid pk_group pk_placement
    piwik_campaign piwik_keyword piwik_kwd matomo_campaign matomo_keyword matomo_kwd
    """
)

_SHAREPOINT = frozenset({"web", "csf", "e", "CT", "OR", "CID"})
_X = frozenset({"ref_src", "ref_url", "s", "t"})
_YOUTUBE = frozenset({"si", "feature", "t", "app", "pp", "ab_channel"})
_NOISE_BY_DOMAIN = {
    "facebook.com": frozenset({"__tn__", "__cft__[0]", "__xts__[0]"}),
    "linkedin.com": frozenset({"trk", "trackingId", "lipi", "licu", "rcm"}),
    "sharepoint.com": _SHAREPOINT,
    "sharepoint.us": _SHAREPOINT,
    "theguardian.com": frozenset({"CMP"}),
    "twitter.com": _X,
    "x.com": _X,
    "youtu.be": _YOUTUBE,
    "youtube.com": _YOUTUBE,
}
_NOTHING: frozenset[str] = frozenset()

_REMAINS = re.compile(r"safelinks\.protection|sdata(?:=|%(?:25)*3D)")
# Not "logo@2x.png": a picture for fine screens is no person.
_EMAIL = re.compile(
    r"(?<=[^/?&=#@])(?:@|%(?:25)*40)(?!\dx\.)[\w%-]+(?:\.[\w%-]+)*\.(?:[A-Za-z]{2}|%[0-9A-F]{2})"
)


def is_campaign(lowered: str) -> bool:
    """Whether a lower-case name was put there by whoever posted the link (utm_* and its kin)."""
    return lowered.startswith("utm_") or lowered in _CAMPAIGN


def site_noise(host: str) -> frozenset[str]:
    """The names, in exact case, that are noise on the site of ``host`` alone."""
    return _NOISE_BY_DOMAIN.get(".".join(host.rsplit(".", 2)[-2:]), _NOTHING)


def is_personal(text: str) -> bool:
    """Whether ``text`` carries an e-mail address or the remains of a mail filter's wrapper."""
    if ("@" in text or "%" in text) and _EMAIL.search(text):
        return True
    is_likely = "safelinks.protection" in text or "sdata" in text
    return is_likely and _REMAINS.search(text) is not None
